using System.Net;
using System.Text.Json;
using DhcpNet.Plugins;
using DhcpNet.Validation;

namespace DhcpNet.NetworkFiles;

/// <summary>Reads networks from JSON in the shapes of the Neutron API, subnets and ports within the network as get_network_info gives them.</summary>
internal sealed class JsonNetworkReader(string file, Action<string> warn) : INetworkReader
{
    private readonly HashSet<string> _warned = [];

    /// <inheritdoc/>
    public IEnumerable<NetworkDefinition> Read(Stream stream)
    {
        var reader = new JsonElementReader(file, stream);
        return (NetworkFileNames.IsByLine(file) ? reader.ReadLines() : reader.Read()).SelectMany(Unwrap).Select(Read);
    }

    // Neutron answers for one network with {"network": {...}}; and a list may come behind other properties.
    private static IEnumerable<JsonElementOfFile> Unwrap(JsonElementOfFile element)
    {
        if (element.Item.Properties.TryGetValue("network", out JsonItem? network) && network.Kind == JsonValueKind.Object)
            return [element with { Item = network, Path = Join(element.Path, "network") }];
        if (element.Item.Properties.TryGetValue("networks", out JsonItem? networks) && networks.Kind == JsonValueKind.Array)
            return networks.Items.Select((item, i) => element with { Item = item, Path = Join(element.Path, $"networks[{i}]"), Problems = i == 0 ? element.Problems : [] });
        return [element];
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private NetworkDefinition Read(JsonElementOfFile element)
    {
        var place = new FilePlace(file, element.Item.Line, element.Path);
        List<NetworkFault> faults = [.. element.Problems.Select(p => new NetworkFault(place with { Line = p.Line }, NetworkFileErrors.Problem(p.Problem)))];
        if (element.Item.Kind != JsonValueKind.Object)
            faults.Add(new NetworkFault(place, NetworkFileErrors.Problem($"a network is an object, and this is {element.Item.Description}")));
        var fields = new JsonFields(place, element.Item, faults);
        NetworkSpec network = ReadNetwork(fields, faults);
        IReadOnlyList<ReservationSpec>? reservations = fields.Objects("ports", ReadReservation);
        return new NetworkDefinition { Network = network, Reservations = reservations, Faults = faults };
    }

    private NetworkSpec ReadNetwork(JsonFields fields, List<NetworkFault> faults)
    {
        WarnUnknown(fields, JsonNames.Network);
        WarnSegments(fields);
        Guid? id = fields.Id("id");
        string name = fields.Text("name") is { Length: > 0 } given ? given : id is Guid known ? NetworkFileNames.NameOf(known) : "";
        if (name.Length == 0 && faults.Count == 0)
            fields.Fault("name", NetworkFileErrors.Problem("the network has neither a name nor an id"));
        return new NetworkSpec
        {
            Id = id,
            Name = name,
            ProjectId = fields.Text("project_id"),
            // 0 is what stands there where a plugin does not know it.
            Mtu = fields.Number("mtu") is int mtu and not 0 ? mtu : null,
            VlanTag = fields.Number("vlan_tag", VlanRange.Validate),
            AdminStateUp = fields.Flag("admin_state_up"),
            Subnets = fields.Objects("subnets", subnet => ReadSubnet(subnet, faults)) ?? [],
            Place = fields.Place,
        };
    }

    private SubnetSpec? ReadSubnet(JsonFields fields, List<NetworkFault> faults)
    {
        int before = faults.Count;
        WarnUnknown(fields, JsonNames.Subnet);
        fields.Require("cidr");
        IPNetwork? cidr = fields.Scalar("cidr", CidrText.Parse);
        var spec = new SubnetSpec
        {
            Cidr = cidr ?? default,
            Id = fields.Id("id"),
            Name = fields.Text("name"),
            GatewayIp = fields.Value("gateway_ip", IPAddressText.Parse),
            // As in Neutron's API: null is none, and not there is the first address.
            NoGateway = fields.IsNull("gateway_ip"),
            EnableDhcp = fields.Flag("enable_dhcp"),
            AllocationPools = fields.Objects("allocation_pools", pool => ReadPair(pool, "start", "end", IPAddressText.Parse, IPAddressText.Parse, (start, end) => new AllocationPool(start, end))),
            DnsNameservers = fields.Values("dns_nameservers", IPAddressText.Parse),
            HostRoutes = fields.Objects("host_routes", route => ReadPair<object, IPAddress, HostRoute>(
                route, "destination", "nexthop", text => CidrText.Parse(text), IPAddressText.Parse, (destination, nexthop) => new HostRoute((IPNetwork)destination, nexthop))),
            Ipv6AddressMode = fields.Scalar("ipv6_address_mode", Ipv6ModeText.Parse),
            Ipv6RaMode = fields.Scalar("ipv6_ra_mode", Ipv6ModeText.Parse),
            Place = fields.Place,
        };
        CheckIPVersion(fields, cidr);
        // Of one that can't be read nothing more can be said.
        return faults.Count == before ? spec : null;
    }

    private ReservationSpec? ReadReservation(JsonFields fields)
    {
        // The ports of the network's own services are their hosts' to make.
        string? owner = fields.Text("device_owner");
        if (owner is not null && DeviceOwners.IsService(owner))
            return null;
        WarnUnknown(fields, JsonNames.Port);
        fields.Require("mac_address");
        return fields.Scalar("mac_address", MacText.Parse) is not { } mac ? null : new ReservationSpec
        {
            MacAddress = mac,
            Id = fields.Id("id"),
            Name = fields.Text("name"),
            IPAddresses = fields.Objects("fixed_ips", ip => Required(ip, "ip_address", IPAddressText.Parse)),
            HostName = fields.Text("dns_name") is { Length: > 0 } name ? name : null,
            Options = fields.Objects("extra_dhcp_opts", ReadOption),
            DeviceId = fields.Text("device_id"),
            DeviceOwner = owner,
            AdminStateUp = fields.Flag("admin_state_up"),
            Place = fields.Place,
        };
    }

    private static ExtraDhcpOption? ReadOption(JsonFields fields) =>
        ReadPair(fields, "opt_name", "opt_value", text => text, text => text, (name, value) => new ExtraDhcpOption(name, value, fields.Number("ip_version") ?? 4));

    private static T? ReadPair<TFirst, TSecond, T>(
        JsonFields fields, string first, string second, Func<string, TFirst> parseFirst, Func<string, TSecond> parseSecond, Func<TFirst, TSecond, T> make)
        where TFirst : class
        where TSecond : class
        where T : class
    {
        TFirst? one = Required(fields, first, parseFirst);
        TSecond? other = Required(fields, second, parseSecond);
        return one is null || other is null ? null : make(one, other);
    }

    private static T? Required<T>(JsonFields fields, string name, Func<string, T> parse)
        where T : class
    {
        fields.Require(name);
        return fields.Value(name, parse);
    }

    private static void CheckIPVersion(JsonFields fields, IPNetwork? cidr)
    {
        if (fields.Number("ip_version") is not int version || cidr is not { } prefix)
            return;
        int actual = prefix.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 4 : 6;
        if (version != actual)
            fields.Fault("ip_version", NetworkFileErrors.Problem($"the IP version {version} is not that of {prefix}"));
    }

    private void WarnSegments(JsonFields fields)
    {
        if ((fields.HasItems("segments") || fields.HasItems("non_local_subnets")) && _warned.Add("segments"))
            warn($"{fields.Place}: a network of several segments becomes one without; what the file says of them is not kept.");
    }

    // Neutron's extensions add properties without end, so that one which is not known may be right; or else a slip of the pen.
    private void WarnUnknown(JsonFields fields, JsonNames names)
    {
        foreach (string name in fields.Names)
        {
            if (names.Contains(name) || !_warned.Add($"{names.What} {name}"))
                continue;
            string hint = SimilarName.Of(name, names.Read) is string similar ? $"; '{similar}' was probably meant" : "";
            warn($"{fields.PlaceOf(name)}: a {names.What} has no '{DescribeCharacter.Printable(name)}' that is read{hint}. It is passed over, here and further down.");
        }
    }
}
