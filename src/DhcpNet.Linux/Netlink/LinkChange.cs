using System.Net.NetworkInformation;

namespace DhcpNet.Linux;

/// <summary>What to change about a link; null leaves a thing as it is.</summary>
public sealed record LinkChange
{
    /// <summary>Whether it shall be up.</summary>
    public bool? Up { get; init; }

    /// <summary>Its new hardware address.</summary>
    public PhysicalAddress? Address { get; init; }

    /// <summary>The largest packet it shall carry, in bytes.</summary>
    public int? Mtu { get; init; }

    /// <summary>Its new name. Kernels before 6.2 rename no link that is up.</summary>
    public string? Name { get; init; }
}
