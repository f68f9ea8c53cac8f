using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace DhcpNet.Linux;

/// <summary>
/// An IP address on a link. Two are equal when link, address and prefix length are: what the kernel tells addresses apart by.
/// </summary>
public sealed record LinkAddress
{
    private const uint FlagNoDad = 2;
    private const uint FlagDadFailed = 8;
    private const uint FlagTentative = 0x40;

    // in hundredths of seconds
    private const uint Slack = 1000;

    /// <summary>The link's number.</summary>
    public required int LinkIndex { get; init; }

    /// <summary>The address itself.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>How many leading bits name the subnet.</summary>
    public required int PrefixLength { get; init; }

    /// <summary>Where the address is valid. For IPv6 the kernel decides it by the address.</summary>
    public AddressScope Scope { get; init; }

    /// <summary>Whether duplicate address detection is still at work (IPv6); nothing can be bound to the address yet.</summary>
    public bool IsTentative { get; init; }

    /// <summary>Whether another host has the address (IPv6).</summary>
    public bool IsDadFailed { get; init; }

    /// <summary>Whether the address is used without duplicate address detection (IPv6, RFC 4862 section 5.4).</summary>
    public bool NoDad { get; init; }

    /// <summary>How long the link has had the address, where the kernel was asked.</summary>
    public TimeSpan Age { get; init; }

    /// <inheritdoc/>
    public bool Equals(LinkAddress? other) =>
        other is not null && LinkIndex == other.LinkIndex && PrefixLength == other.PrefixLength && Address.Equals(other.Address);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(LinkIndex, PrefixLength, Address);

    /// <summary>The address and the prefix length, as in <c>192.0.2.1/24</c>.</summary>
    public override string ToString() => $"{Address}/{PrefixLength}";

    /// <summary>The address in an RTM_NEWADDR message; null if it is of neither family.</summary>
    internal static LinkAddress? Parse(in NetlinkMessage message)
    {
        AddressHeader header = message.Read<AddressHeader>(out NetlinkAttributeReader attributes);
        if (KernelFamily.ToManaged(header.Family) is null)
            return null;
        IPAddress? address = null;
        IPAddress? local = null;
        uint flags = header.Flags;
        TimeSpan age = TimeSpan.Zero;
        while (attributes.Read())
        {
            switch (attributes.Type)
            {
                case AddressAttribute.Address:
                    address = attributes.ReadAddress();
                    break;
                case AddressAttribute.Local:
                    local = attributes.ReadAddress();
                    break;
                case AddressAttribute.Flags:
                    flags = attributes.ReadUInt32();
                    break;
                case AddressAttribute.CacheInfo:
                    age = ToAge(attributes.Value);
                    break;
            }
        }
        // On a point-to-point link the one is the other end; the local one is this host's.
        IPAddress own = local ?? address ?? throw new InvalidDataException("A netlink message about an address has none.");
        return new LinkAddress
        {
            LinkIndex = header.LinkIndex,
            Address = own,
            PrefixLength = header.PrefixLength,
            Scope = (AddressScope)header.Scope,
            NoDad = (flags & FlagNoDad) != 0,
            IsDadFailed = (flags & FlagDadFailed) != 0,
            IsTentative = (flags & FlagTentative) != 0,
            Age = age,
        };
    }

    // struct ifa_cacheinfo: after two lifetimes, when the address was added, in hundredths of seconds since the start of the kernel's clock,
    // which begins anew after 497 days. That clock is a little ahead of or behind the one that is read here.
    private static TimeSpan ToAge(ReadOnlySpan<byte> cacheInfo)
    {
        const int AddedOffset = 2 * sizeof(uint);
        const long MillisecondsEach = 10;
        uint added = cacheInfo.Length >= AddedOffset + sizeof(uint) ? MemoryMarshal.Read<uint>(cacheInfo[AddedOffset..]) : throw new InvalidDataException("A netlink attribute has not the length of its type.");
        uint age = unchecked((uint)(Environment.TickCount64 / MillisecondsEach) - added);
        return age > uint.MaxValue - Slack ? TimeSpan.Zero : TimeSpan.FromMilliseconds(age * MillisecondsEach);
    }

    /// <summary>A request about this address.</summary>
    internal NetlinkMessageBuilder ToRequest(ushort type, ushort flags)
    {
        NetlinkMessageBuilder request = new(type, (ushort)(flags | NetlinkFlags.Acknowledge));
        request.Append(new AddressHeader
        {
            Family = KernelFamily.Of(Address.AddressFamily),
            PrefixLength = checked((byte)PrefixLength),
            Scope = (byte)Scope,
            LinkIndex = LinkIndex,
        });
        byte[] bytes = Address.GetAddressBytes();
        return request.Add(AddressAttribute.Local, bytes).Add(AddressAttribute.Address, bytes);
    }

    /// <summary>A request to add this address.</summary>
    internal NetlinkMessageBuilder ToAddRequest()
    {
        NetlinkMessageBuilder request = ToRequest(NetlinkMessageType.NewAddress, NetlinkFlags.Create | NetlinkFlags.Exclusive);
        if (Address.AddressFamily == AddressFamily.InterNetwork)
            request.Add(AddressAttribute.Broadcast, GetBroadcast());
        if (NoDad)
            request.Add(AddressAttribute.Flags, FlagNoDad);
        return request;
    }

    /// <summary>A /31 and a /32 have no broadcast address: as Neutron does, the address itself stands there.</summary>
    private byte[] GetBroadcast()
    {
        byte[] bytes = Address.GetAddressBytes();
        if (PrefixLength < 31)
            BinaryPrimitives.WriteUInt32BigEndian(bytes, BinaryPrimitives.ReadUInt32BigEndian(bytes) | (uint.MaxValue >> PrefixLength));
        return bytes;
    }
}
