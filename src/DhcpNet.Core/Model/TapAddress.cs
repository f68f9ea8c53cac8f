using System.Net;

namespace DhcpNet;

/// <summary>The addresses and default gateways of a network's tap.</summary>
public sealed record TapAddress
{
    /// <summary>The network.</summary>
    public required Network Network { get; init; }

    /// <summary>The DHCP port.</summary>
    public required Port Port { get; init; }

    /// <summary>The namespace that the tap is in.</summary>
    public required string Namespace { get; init; }

    /// <summary>The tap.</summary>
    public required string TapName { get; init; }

    /// <summary>Its addresses with prefix length, such as <c>10.0.0.2/24</c>, without the kernel's own link-local one.</summary>
    public IReadOnlyList<string> Addresses { get; init => field = Indexable.List(value); } = [];

    /// <summary>The default gateway for IPv4.</summary>
    public IPAddress? GatewayIpv4 { get; init; }

    /// <summary>The default gateway for IPv6.</summary>
    public IPAddress? GatewayIpv6 { get; init; }

    /// <summary>What the step did.</summary>
    public StepChange Change { get; init; }

    /// <summary>The addresses.</summary>
    public override string ToString() => string.Join(", ", Addresses);
}
