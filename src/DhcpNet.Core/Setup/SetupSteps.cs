namespace DhcpNet.Setup;

/// <summary>The names of the flow's steps, as errors tell them.</summary>
public static class SetupSteps
{
    /// <summary>Getting the DHCP port.</summary>
    public const string DhcpPort = "DhcpPort";

    /// <summary>Adding the tap.</summary>
    public const string OvsTap = "OvsTap";

    /// <summary>Making the namespace and moving the tap in.</summary>
    public const string NetNamespace = "NetNamespace";

    /// <summary>Setting addresses and routes.</summary>
    public const string TapAddress = "TapAddress";

    /// <summary>Starting dnsmasq.</summary>
    public const string Dnsmasq = "Dnsmasq";

    /// <summary>Starting the metadata proxy.</summary>
    public const string MetadataProxy = "MetadataProxy";
}
