using System.Globalization;
using System.Security.Cryptography;
using DhcpNet.Linux.Native;

namespace DhcpNet.Linux;

/// <content>Links.</content>
public sealed partial class Rtnetlink
{
    private const uint FlagUp = 1;

    // Without it every reply carries a few hundred bytes of counters.
    private const uint SkipStatistics = 8;

    /// <summary>The link of that name, or null.</summary>
    /// <exception cref="ArgumentException">No link can have that name.</exception>
    public NetworkLink? GetLink(string name)
    {
        NetworkLink.ValidateName(name);
        NetlinkMessageBuilder request = CreateLinkRequest(NetlinkMessageType.GetLink, 0).Add(LinkAttribute.Name, name);
        return GetLink(request, $"'{name}'");
    }

    /// <summary>The link of that number, or null.</summary>
    public NetworkLink? GetLink(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(index);
        return GetLink(CreateLinkRequest(NetlinkMessageType.GetLink, index), index.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>All links of the namespace.</summary>
    public IReadOnlyList<NetworkLink> GetLinks()
    {
        NetlinkMessageBuilder request = new NetlinkMessageBuilder(NetlinkMessageType.GetLink, NetlinkFlags.Dump)
            .Append(default(LinkHeader))
            .Add(LinkAttribute.ExtendedMask, SkipStatistics);
        NetlinkResult result = _socket.Dump(request, NetworkLink.Parse, out IReadOnlyList<NetworkLink> links);
        return result.IsSuccess ? links : throw result.ToException("list", "links");
    }

    /// <summary>Changes a link, by one message. The kernel takes no step back where it refuses a later part of it.</summary>
    public void SetLink(int index, LinkChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        Change(CreateChange(index, change), "change link", () => DescribeLink(index));
    }

    /// <summary>
    /// Moves a link to another namespace. It arrives down and without its addresses; its name, MAC address and, if it is free there, its
    /// number stay.
    /// </summary>
    /// <param name="index">The link.</param>
    /// <param name="namespaceName">Where to.</param>
    /// <param name="change">What of it is changed there. In one message with the move, so that the kernel's lock is waited for once.</param>
    /// <exception cref="LinuxException">There is no such link or namespace, or (EEXIST) a link of that name is there already.</exception>
    public void MoveLink(int index, string namespaceName, LinkChange? change = null)
    {
        using FileDescriptor target = NetworkNamespace.Open(namespaceName);
        MoveLink(index, target, change ?? new LinkChange(), $"namespace '{namespaceName}'");
    }

    /// <inheritdoc cref="MoveLink(int, string, LinkChange)"/>
    public void MoveLink(int index, PrivateNamespace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        MoveLink(index, space.File, new LinkChange(), "a private namespace");
    }

    /// <summary>Deletes a link that is not hardware's.</summary>
    public void DeleteLink(int index) =>
        Change(CreateLinkRequest(NetlinkMessageType.DeleteLink, index), "delete link", () => DescribeLink(index));

    /// <summary>
    /// Deletes links together, for which the kernel waits once; deleted one by one, each waits 16 ms and more. They are put in a group of their
    /// own first. Those that are gone already are passed over.
    /// </summary>
    /// <exception cref="LinuxException">One of them is of a kind that can't be deleted (EOPNOTSUPP); then none is.</exception>
    public void DeleteLinks(IReadOnlyCollection<int> indexes)
    {
        ArgumentNullException.ThrowIfNull(indexes);
        if (indexes.Count == 0)
            return;
        HashSet<int> taken = [.. GetLinks().Select(l => l.Group)];
        int group;
        do
            group = RandomNumberGenerator.GetInt32(1, int.MaxValue);
        while (taken.Contains(group));
        int found = indexes.Count(index =>
            TryChange(CreateLinkRequest(NetlinkMessageType.SetLink, index).Add(LinkAttribute.Group, group), ErrorNumbers.NoDevice, "change link", () => DescribeLink(index)));
        if (found > 0)
            TryChange(CreateLinkRequest(NetlinkMessageType.DeleteLink, 0).Add(LinkAttribute.Group, group), ErrorNumbers.NoDevice, "delete links", () => $"of group {group}");
    }

    private void MoveLink(int index, FileDescriptor target, LinkChange change, string description)
    {
        NetlinkMessageBuilder request = CreateChange(index, change).Add(LinkAttribute.NamespaceDescriptor, target.Number);
        Change(request, "move link", () => $"{DescribeLink(index)} to {description}");
    }

    private static NetlinkMessageBuilder CreateChange(int index, LinkChange change)
    {
        NetlinkMessageBuilder request = CreateLinkRequest(NetlinkMessageType.SetLink, index, change.Up);
        if (change.Address is not null)
            request.Add(LinkAttribute.Address, change.Address.GetAddressBytes());
        if (change.Mtu is int mtu)
            request.Add(LinkAttribute.Mtu, mtu);
        if (change.Name is not null)
        {
            NetworkLink.ValidateName(change.Name);
            request.Add(LinkAttribute.Name, change.Name);
        }
        return request;
    }

    private static NetlinkMessageBuilder CreateLinkRequest(ushort type, int index, bool? up = null)
    {
        bool isChange = type != NetlinkMessageType.GetLink;
        NetlinkMessageBuilder request = new(type, isChange ? NetlinkFlags.Acknowledge : (ushort)0);
        request.Append(new LinkHeader { Index = index, Flags = up == true ? FlagUp : 0, ChangedFlags = up is null ? 0 : FlagUp });
        return isChange ? request : request.Add(LinkAttribute.ExtendedMask, SkipStatistics);
    }

    private NetworkLink? GetLink(NetlinkMessageBuilder request, string description)
    {
        NetlinkResult result = _socket.Get(request, NetworkLink.Parse, out NetworkLink? link);
        if (result.IsSuccess || result.ErrorNumber == ErrorNumbers.NoDevice)
            return link;
        throw result.ToException("look up link", description);
    }

    /// <summary>The link's name for an error message; its number where it has none any more.</summary>
    private string DescribeLink(int index)
    {
        try
        {
            if (GetLink(index)?.Name is string name)
                return $"'{name}'";
        }
        catch (Exception exception) when (exception is LinuxException or ArgumentException)
        {
            // The error that is being described matters more.
        }
        return string.Create(CultureInfo.InvariantCulture, $"number {index}");
    }
}
