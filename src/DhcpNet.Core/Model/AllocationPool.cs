using System.Net;

namespace DhcpNet;

/// <summary>A range of addresses that ports of a subnet are given from, both ends included.</summary>
public sealed record AllocationPool(IPAddress Start, IPAddress End)
{
    /// <summary><c>start-end</c>, as New-DhcpSubnet takes it.</summary>
    public override string ToString() => $"{Start}-{End}";
}
