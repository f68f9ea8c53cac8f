namespace DhcpNet.Linux;

/// <summary>Where an address is valid; the kernel's numbers.</summary>
public enum AddressScope
{
    /// <summary>Everywhere.</summary>
    Global = 0,

    /// <summary>Within the site (IPv6, deprecated).</summary>
    Site = 200,

    /// <summary>On its link.</summary>
    Link = 253,

    /// <summary>On this host.</summary>
    Host = 254,

    /// <summary>Nowhere.</summary>
    Nowhere = 255,
}
