namespace DhcpNet.Plugins.Local;

/// <summary>Where the embedded plugin keeps its networks, and for whom.</summary>
public sealed record LocalPluginOptions
{
    /// <summary>The path of the database. Its directory and the file are made where they are missing.</summary>
    public required string Path { get; init; }

    /// <summary>The name of this host, kept with the DHCP ports that it makes.</summary>
    public required string HostName { get; init; }

    /// <summary>The domain of the names that clients get; empty: none.</summary>
    public string DnsDomain { get; init; } = "openstacklocal";

    /// <summary>How long to wait for other writers.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
