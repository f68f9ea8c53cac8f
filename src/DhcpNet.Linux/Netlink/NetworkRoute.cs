using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DhcpNet.Linux;

/// <summary>A unicast route in the main table.</summary>
public sealed record NetworkRoute
{
    private const byte MainTable = 254;
    private const byte UnicastType = 1;
    private const uint FlagCloned = 0x200;

    private readonly AddressFamily? _family;
    private readonly RouteScope? _scope;
    private readonly IPNetwork? _destination;

    /// <summary>IPv4 or IPv6. By default that of the destination or the gateway; IPv4 where there is neither.</summary>
    public AddressFamily Family
    {
        get => _family ?? Destination?.BaseAddress.AddressFamily ?? Gateway?.AddressFamily ?? AddressFamily.InterNetwork;
        init => _family = value;
    }

    /// <summary>Where it leads; null for a default route, also when set to a network of prefix length 0.</summary>
    public IPNetwork? Destination
    {
        get => _destination;
        init
        {
            _destination = value is { PrefixLength: > 0 } ? value : null;
            if (value is IPNetwork network)
                _family ??= network.BaseAddress.AddressFamily;
        }
    }

    /// <summary>The router to send to; null where the destination is on the link.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>The link to send on; 0 lets the kernel find it by the gateway. 0 when read means several next hops.</summary>
    public int LinkIndex { get; init; }

    /// <summary>Of several routes to one destination the lowest is used; null is the kernel's default: 0 for IPv4, 1024 for IPv6.</summary>
    public int? Metric { get; init; }

    /// <summary>The source address for what leaves by this route.</summary>
    public IPAddress? PreferredSource { get; init; }

    /// <summary>Who made it.</summary>
    public RouteProtocol Protocol { get; init; }

    /// <summary>How far the destination is. As in ip-route(8), by default on the link for IPv4 without a gateway, else anywhere.</summary>
    public RouteScope Scope
    {
        get => _scope ?? (Gateway is null && Family == AddressFamily.InterNetwork ? RouteScope.Link : RouteScope.Universe);
        init => _scope = value;
    }

    /// <inheritdoc/>
    public bool Equals(NetworkRoute? other) => other is not null && Identity.Equals(other.Identity);

    /// <inheritdoc/>
    public override int GetHashCode() => Identity.GetHashCode();

    /// <summary>The route as ip-route(8) would write it, the link as a number: <c>default via 192.0.2.1 dev 4</c>.</summary>
    public override string ToString()
    {
        StringBuilder text = new(Destination?.ToString() ?? "default");
        if (Gateway is not null)
            text.Append(" via ").Append(Gateway);
        if (LinkIndex != 0)
            text.Append(" dev ").Append(LinkIndex);
        if (Metric is int metric)
            text.Append(" metric ").Append(metric);
        return text.ToString();
    }

    // What a route is, whether its defaults were spelt out or not.
    private (AddressFamily, IPNetwork?, IPAddress?, int, int?, IPAddress?, RouteProtocol, RouteScope) Identity =>
        (Family, Destination, Gateway, LinkIndex, Metric, PreferredSource, Protocol, Scope);

    /// <summary>A request for the routes of the main table. A kernel without strict checks ignores the filter and sends all tables.</summary>
    internal static NetlinkMessageBuilder CreateListRequest(AddressFamily family) =>
        new NetlinkMessageBuilder(NetlinkMessageType.GetRoute, NetlinkFlags.Dump).Append(new RouteHeader { Family = KernelFamily.Of(family), Table = MainTable });

    /// <summary>The route in an RTM_NEWROUTE message; null unless it is a unicast route of the main table.</summary>
    internal static NetworkRoute? Parse(in NetlinkMessage message)
    {
        RouteHeader header = message.Read<RouteHeader>(out NetlinkAttributeReader attributes);
        if (KernelFamily.ToManaged(header.Family) is not AddressFamily family || header.Type != UnicastType || (header.Flags & FlagCloned) != 0)
            return null;
        NetworkRoute route = new() { Family = family, Protocol = (RouteProtocol)header.Protocol, Scope = (RouteScope)header.Scope };
        uint table = header.Table;
        while (attributes.Read())
        {
            if (attributes.Type == RouteAttribute.Table)
                table = attributes.ReadUInt32();
            route = attributes.Type switch
            {
                RouteAttribute.Destination => route with { Destination = ParseNetwork(attributes.ReadAddress(), header.DestinationLength) },
                RouteAttribute.Gateway => route with { Gateway = attributes.ReadAddress() },
                RouteAttribute.Via => route with { Gateway = attributes.ReadAddressWithFamily() },
                RouteAttribute.OutputLink => route with { LinkIndex = attributes.ReadInt32() },
                RouteAttribute.Priority => route with { Metric = attributes.ReadInt32() },
                RouteAttribute.PreferredSource => route with { PreferredSource = attributes.ReadAddress() },
                _ => route,
            };
        }
        return table == MainTable ? route : null;
    }

    /// <summary>A request to add or replace this route.</summary>
    internal NetlinkMessageBuilder ToAddRequest(ushort flags) =>
        ToRequest(NetlinkMessageType.NewRoute, (ushort)(flags | NetlinkFlags.Create), Scope, Protocol == RouteProtocol.Unspecified ? RouteProtocol.Static : Protocol);

    /// <summary>A request to delete this route, whatever its scope: the kernel takes "nowhere" for "any" there.</summary>
    internal NetlinkMessageBuilder ToDeleteRequest() => ToRequest(NetlinkMessageType.DeleteRoute, 0, RouteScope.Nowhere, Protocol);

    private NetlinkMessageBuilder ToRequest(ushort type, ushort flags, RouteScope scope, RouteProtocol protocol)
    {
        NetlinkMessageBuilder request = new(type, (ushort)(flags | NetlinkFlags.Acknowledge));
        request.Append(new RouteHeader
        {
            Family = KernelFamily.Of(Family),
            DestinationLength = (byte)(Destination?.PrefixLength ?? 0),
            Table = MainTable,
            Protocol = (byte)protocol,
            Scope = (byte)scope,
            Type = UnicastType,
        });
        AddAddress(request, RouteAttribute.Destination, Destination?.BaseAddress);
        AddAddress(request, RouteAttribute.Gateway, Gateway);
        AddAddress(request, RouteAttribute.PreferredSource, PreferredSource);
        if (LinkIndex != 0)
            request.Add(RouteAttribute.OutputLink, LinkIndex);
        if (Metric is int metric)
            request.Add(RouteAttribute.Priority, metric);
        return request;
    }

    private void AddAddress(NetlinkMessageBuilder request, ushort attribute, IPAddress? address)
    {
        if (address is null)
            return;
        if (address.AddressFamily != Family)
            throw new ArgumentException($"The route '{this}' mixes IPv4 and IPv6.");
        request.Add(attribute, address.GetAddressBytes());
    }

    private static IPNetwork ParseNetwork(IPAddress address, int prefixLength)
    {
        if (prefixLength > KernelFamily.GetBits(address.AddressFamily) || !IPNetwork.TryParse($"{address}/{prefixLength}", out IPNetwork network))
            throw new InvalidDataException("A netlink message about a route has no valid destination.");
        return network;
    }
}
