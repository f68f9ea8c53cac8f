using System.Net;

namespace DhcpNet.Plugins;

/// <summary>What is to change about a client's port; what is null stays.</summary>
public sealed record ReservationChange
{
    /// <summary>A new MAC address.</summary>
    public MacAddress? MacAddress { get; init; }

    /// <summary>New addresses, in place of the old ones.</summary>
    public IReadOnlyList<IPAddress>? IPAddresses { get; init; }

    /// <summary>A new host name; empty: none.</summary>
    public string? HostName { get; init; }

    /// <summary>Options to set; one without a value is removed; the others stay.</summary>
    public IReadOnlyList<ExtraDhcpOption>? Options { get; init; }
}
