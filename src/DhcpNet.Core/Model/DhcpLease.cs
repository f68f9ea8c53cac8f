using System.Net;
using DhcpNet.Dnsmasq;

namespace DhcpNet;

/// <summary>A lease that a network's dnsmasq keeps.</summary>
public sealed record DhcpLease
{
    /// <summary>The network.</summary>
    public required Network Network { get; init; }

    /// <summary>The network's id.</summary>
    public Guid NetworkId => Network.Id;

    /// <summary>The network's name.</summary>
    public string NetworkName => Network.Name;

    /// <summary>The address.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>The address, under the name of the parameters that take it. Of an array, <c>Address</c> would be the array's own method.</summary>
    public IPAddress IPAddress => Address;

    /// <summary>How it stands with it.</summary>
    public required DhcpLeaseState State { get; init; }

    /// <summary>The client's MAC address; null for IPv6, where leases have none.</summary>
    public MacAddress? MacAddress { get; init; }

    /// <summary>The client's identifier as it sent it (option 61), octets in hexadecimal parted by colons; null for IPv6, and where it sent none.</summary>
    public string? ClientId { get; init; }

    /// <summary>The client's DUID, octets in hexadecimal parted by colons; null for IPv4.</summary>
    public string? Duid { get; init; }

    /// <summary>The number of the client's identity association; null for IPv4.</summary>
    public uint? Iaid { get; init; }

    /// <summary>The client's name; null where it has none.</summary>
    public string? HostName { get; init; }

    /// <summary>When it ends; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The port that it belongs to; null: it is stale.</summary>
    public Port? Reservation { get; init; }

    /// <summary>The lease as dnsmasq's file has it.</summary>
    internal DnsmasqLease? Entry { get; init; }

    /// <summary>The address.</summary>
    public override string ToString() => Address.ToString();
}
