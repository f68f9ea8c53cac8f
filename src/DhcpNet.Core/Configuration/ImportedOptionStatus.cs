namespace DhcpNet;

/// <summary>What became of an option of an agent's file.</summary>
public enum ImportedOptionStatus
{
    /// <summary>It sets a value of the configuration.</summary>
    Used,

    /// <summary>A later line, or the option's present name, sets the value.</summary>
    Overridden,

    /// <summary>It is the DHCP agent's, and DhcpNet does not use it.</summary>
    Unused,

    /// <summary>It is another service's.</summary>
    Other,

    /// <summary>Neutron has no such option in that section.</summary>
    Unknown,
}
