namespace DhcpNet;

/// <summary>How networks stand in a file.</summary>
public enum NetworkFileFormat
{
    /// <summary>JSON in the shapes of the Neutron API: a network, a list of networks, or a network a line.</summary>
    Json,

    /// <summary>Comma-separated values (RFC 4180): a row a subnet.</summary>
    Csv,
}
