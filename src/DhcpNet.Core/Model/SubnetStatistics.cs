using System.Net;

namespace DhcpNet;

/// <summary>How many of a subnet's addresses are in use.</summary>
public sealed record SubnetStatistics
{
    /// <summary>The name of the network that the subnet is on.</summary>
    public required string NetworkName { get; init; }

    /// <summary>The id of the network that the subnet is on.</summary>
    public required Guid NetworkId { get; init; }

    /// <summary>The subnet's id.</summary>
    public required Guid SubnetId { get; init; }

    /// <summary>The subnet's prefix.</summary>
    public required IPNetwork Cidr { get; init; }

    /// <summary>The addresses of its allocation pools; where it has none, those that hosts can have. Exact up to 2^53: PowerShell can compare and divide these.</summary>
    public required double Addresses { get; init; }

    /// <summary>The addresses that ports have, DHCP servers' and routers' among them, also outside the pools.</summary>
    public required int Reserved { get; init; }

    /// <summary>The addresses that clients have leases of now.</summary>
    public required int Leased { get; init; }

    /// <summary>The addresses of the pools that no port has.</summary>
    public required double Free { get; init; }

    /// <summary>How much of the pools ports have, from 0 to 100.</summary>
    public double PercentUsed => Addresses > 0 ? Math.Round((Addresses - Free) / Addresses * 100, 1) : 0;

    /// <summary>The prefix.</summary>
    public override string ToString() => Cidr.ToString();
}
