namespace DhcpNet.Linux;

/// <content>Addresses.</content>
public sealed partial class Rtnetlink
{
    /// <summary>The addresses of a link, IPv4 and IPv6.</summary>
    /// <exception cref="LinuxException">There is no such link (ENODEV).</exception>
    public IReadOnlyList<LinkAddress> GetAddresses(int linkIndex)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(linkIndex);
        NetlinkMessageBuilder request = new NetlinkMessageBuilder(NetlinkMessageType.GetAddress, NetlinkFlags.Dump)
            .Append(new AddressHeader { LinkIndex = linkIndex });
        NetlinkResult result = _socket.Dump(request, LinkAddress.Parse, out IReadOnlyList<LinkAddress> addresses);
        if (!result.IsSuccess)
            throw result.ToException("list addresses of link", DescribeLink(linkIndex));
        // A kernel without strict checks ignores the filter and sends those of all links.
        return [.. addresses.Where(address => address.LinkIndex == linkIndex)];
    }

    /// <summary>
    /// Adds an address. An IPv4 one gets its broadcast address, as by <c>ip addr add … brd +</c>; one that has none (/31, /32) gets itself.
    /// </summary>
    /// <returns>False if it was there. The kernel says so for an IPv6 address also where its prefix length is another.</returns>
    public bool AddAddress(LinkAddress address)
    {
        Validate(address);
        return TryChange(address.ToAddRequest(), ErrorNumbers.Exists, "add address", () => Describe(address));
    }

    /// <summary>
    /// Deletes an address. With an IPv4 subnet's first address go its others, unless the link's sysctl <c>promote_secondaries</c> is set.
    /// </summary>
    /// <returns>False if it was not there.</returns>
    public bool DeleteAddress(LinkAddress address)
    {
        Validate(address);
        NetlinkMessageBuilder request = address.ToRequest(NetlinkMessageType.DeleteAddress, 0);
        return TryChange(request, ErrorNumbers.AddressNotAvailable, "delete address", () => Describe(address));
    }

    private static void Validate(LinkAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.PrefixLength < 0 || address.PrefixLength > KernelFamily.GetBits(address.Address.AddressFamily))
            throw new ArgumentException($"{address} has no possible prefix length.", nameof(address));
    }

    private string Describe(LinkAddress address) => $"{address} on link {DescribeLink(address.LinkIndex)}";
}
