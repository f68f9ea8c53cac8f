using System.Net.NetworkInformation;
using System.Text;

namespace DhcpNet.Linux;

/// <summary>A network interface, as the kernel described it at one moment.</summary>
public sealed record NetworkLink
{
    private const int MaximumNameBytes = 15;

    private const uint FlagUp = 1;
    private const uint FlagLoopback = 8;

    /// <summary>Its number, unique in its namespace.</summary>
    public required int Index { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its hardware address; null if it has none.</summary>
    public PhysicalAddress? Address { get; init; }

    /// <summary>The largest packet it carries, in bytes.</summary>
    public int Mtu { get; init; }

    /// <summary>Whether it was set up (IFF_UP), which says nothing about a cable.</summary>
    public bool IsUp { get; init; }

    /// <summary>Whether it has a carrier (IFF_LOWER_UP); for a TAP, whether a program has it open.</summary>
    public bool HasCarrier { get; init; }

    /// <summary>Whether it is a loopback interface.</summary>
    public bool IsLoopback { get; init; }

    /// <summary>What made it: <c>tun</c> (also for a TAP), <c>veth</c>, <c>openvswitch</c>, <c>bridge</c>…; null for hardware and loopback.</summary>
    public string? Kind { get; init; }

    /// <summary>The number of the group that it is in; 0 unless it was put in another.</summary>
    public int Group { get; init; }

    /// <summary>The bridge or bond it is part of.</summary>
    public int? MasterIndex { get; init; }

    /// <summary>The link it stands on, or a veth's other end; that may be in another namespace.</summary>
    public int? ParentIndex { get; init; }

    /// <summary>Throws unless the kernel would take <paramref name="name"/> for an interface (dev_valid_name in net/core/dev.c).</summary>
    internal static void ValidateName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name is "." or ".." || Encoding.UTF8.GetByteCount(name) > MaximumNameBytes || name.Any(c => c is '/' or ':' or '\0' || char.IsWhiteSpace(c)))
            throw new ArgumentException($"'{name}' is no name of a link: at most {MaximumNameBytes} bytes without '/', ':' and blanks.", nameof(name));
    }

    /// <summary>The link in an RTM_NEWLINK message.</summary>
    internal static NetworkLink? Parse(in NetlinkMessage message)
    {
        LinkHeader header = message.Read<LinkHeader>(out NetlinkAttributeReader attributes);
        NetworkLink link = new()
        {
            Index = header.Index,
            Name = "",
            IsUp = (header.Flags & FlagUp) != 0,
            IsLoopback = (header.Flags & FlagLoopback) != 0,
        };
        while (attributes.Read())
        {
            link = attributes.Type switch
            {
                LinkAttribute.Name => link with { Name = attributes.ReadString() },
                LinkAttribute.Address when !attributes.Value.IsEmpty => link with { Address = new PhysicalAddress(attributes.Value.ToArray()) },
                // Not IFF_LOWER_UP, which a link that is down never has.
                LinkAttribute.Carrier => link with { HasCarrier = attributes.Value is [not 0, ..] },
                LinkAttribute.Mtu => link with { Mtu = attributes.ReadInt32() },
                LinkAttribute.Group => link with { Group = attributes.ReadInt32() },
                LinkAttribute.Master => link with { MasterIndex = attributes.ReadInt32() },
                LinkAttribute.Parent => link with { ParentIndex = attributes.ReadInt32() },
                LinkAttribute.Info => link with { Kind = ParseKind(attributes.ReadNested()) },
                _ => link,
            };
        }
        return link;
    }

    private static string? ParseKind(NetlinkAttributeReader attributes)
    {
        while (attributes.Read())
        {
            if (attributes.Type == LinkAttribute.InfoKind)
                return attributes.ReadString();
        }
        return null;
    }
}
