using System.Net;
using System.Net.Sockets;

namespace DhcpNet.Validation;

/// <summary>Which prefixes serve as a subnet's.</summary>
public static class SubnetPrefix
{
    private static readonly (IPNetwork Range, string What)[] Unusable =
    [
        (IPNetwork.Parse("0.0.0.0/8"), "the range of hosts that do not know their network"),
        (IPNetwork.Parse("127.0.0.0/8"), "the loopback range"),
        (IPNetwork.Parse("224.0.0.0/4"), "the multicast range"),
        (IPNetwork.Parse("::1/128"), "the loopback address"),
        (IPNetwork.Parse("fe80::/10"), "the link-local range"),
        (IPNetwork.Parse("ff00::/8"), "the multicast range"),
    ];

    /// <summary>Checks that clients can live in a prefix, and DHCP serve it (Neutron: db_base_plugin_v2._validate_subnet).</summary>
    /// <exception cref="DhcpNetException"><c>CidrUnusable</c>.</exception>
    public static void Validate(IPNetwork cidr, bool enableDhcp)
    {
        if (cidr.PrefixLength == 0)
            throw NotUsable(cidr, "it is the whole address space. Choose a longer prefix");
        foreach ((IPNetwork range, string what) in Unusable)
        {
            if (IPAddressMath.Overlap(cidr, range))
                throw NotUsable(cidr, $"it overlaps {range}, {what}");
        }
        int longest = cidr.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 30 : 126;
        if (enableDhcp && cidr.PrefixLength > longest)
            throw NotUsable(cidr, $"DHCP needs room for clients. Choose a prefix of /{longest} or shorter, or disable DHCP on the subnet");
    }

    /// <summary>The first and last address that a port may have: not the network and broadcast address where there are such.</summary>
    internal static (IPAddress First, IPAddress Last) Usable(IPNetwork cidr)
    {
        IPAddress first = cidr.BaseAddress, last = IPAddressMath.Last(cidr);
        // A prefix of one or two addresses has no network or broadcast address (RFC 3021, RFC 6164).
        if (IPAddressMath.Bits(first.AddressFamily) - cidr.PrefixLength <= 1)
            return (first, last);
        return (IPAddressMath.Add(first, 1), first.AddressFamily == AddressFamily.InterNetwork ? IPAddressMath.Add(last, -1) : last);
    }

    private static DhcpNetException NotUsable(IPNetwork cidr, string why) =>
        Invalid.Input("CidrUnusable", $"{cidr} cannot be a subnet's prefix: {why}.", cidr);
}
