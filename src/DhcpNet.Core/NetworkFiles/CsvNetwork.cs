using System.Net;
using DhcpNet.Plugins;
using DhcpNet.Validation;

namespace DhcpNet.NetworkFiles;

/// <summary>A network that is put together of its rows.</summary>
internal sealed class CsvNetwork(string name)
{
    private static readonly CsvColumn[] OfSubnets =
    [
        CsvColumn.SubnetName, CsvColumn.Gateway, CsvColumn.Pools, CsvColumn.Dns, CsvColumn.Routes, CsvColumn.EnableDhcp, CsvColumn.Ipv6AddressMode, CsvColumn.Ipv6RaMode,
    ];

    private readonly List<SubnetSpec> _subnets = [];
    private readonly List<NetworkFault> _faults = [];
    private readonly Dictionary<CsvColumn, (object Value, long Line)> _values = [];
    private FilePlace? _place;

    /// <summary>The line of its first row.</summary>
    public long Line => _place!.Line;

    /// <summary>Takes a row.</summary>
    public void Add(string file, CsvHeader header, CsvRecord record)
    {
        var row = new CsvRow(file, header, record, _faults);
        _place ??= row.Place;
        row.CheckLength();
        int before = _faults.Count;
        if (row.Text(CsvColumn.Network) is null && _faults.Count == before)
            row.Fault(CsvColumn.Network, NetworkFileErrors.Problem("the row names no network"));
        Agree(row, CsvColumn.Project, row.Text(CsvColumn.Project));
        Agree(row, CsvColumn.Vlan, row.Number(CsvColumn.Vlan, VlanRange.Validate));
        Agree(row, CsvColumn.Mtu, row.Number(CsvColumn.Mtu));
        Agree(row, CsvColumn.AdminStateUp, row.Flag(CsvColumn.AdminStateUp));
        AddSubnet(row);
    }

    /// <summary>The network that its rows make.</summary>
    public NetworkDefinition ToDefinition() => new()
    {
        Network = new NetworkSpec
        {
            Name = name,
            ProjectId = (string?)Value(CsvColumn.Project),
            VlanTag = (int?)Value(CsvColumn.Vlan),
            Mtu = (int?)Value(CsvColumn.Mtu),
            AdminStateUp = (bool?)Value(CsvColumn.AdminStateUp),
            Subnets = _subnets,
            Place = _place,
        },
        Faults = _faults,
    };

    private object? Value(CsvColumn column) => _values.TryGetValue(column, out (object Value, long Line) given) ? given.Value : null;

    // What is the network's own is said once or more often, but not differently.
    private void Agree(CsvRow row, CsvColumn column, object? value)
    {
        if (value is null || _values.TryAdd(column, (value, row.Place.Line)) || _values[column].Value.Equals(value))
            return;
        row.Fault(column, NetworkFileErrors.Problem(
            $"network '{name}' has {column.Name} {_values[column].Value} on line {_values[column].Line}, and {value} here; rows of one network must agree, or be blank there"));
    }

    private void AddSubnet(CsvRow row)
    {
        int before = _faults.Count;
        IPNetwork? cidr = row.Scalar(CsvColumn.Cidr, CidrText.Parse);
        if (cidr is null && row.Text(CsvColumn.Cidr) is null && _faults.Count == before)
        {
            if (OfSubnets.FirstOrDefault(column => row.Text(column) is not null) is { } given)
                row.Fault(given, NetworkFileErrors.Problem($"the row has a {given.Name} and no {CsvColumn.Cidr.Name} to go with it"));
            return;
        }
        bool noGateway = false;
        IPAddress? gateway = row.Value(CsvColumn.Gateway, text => (noGateway = IsNone(text)) ? null : IPAddressText.Parse(text));
        var spec = new SubnetSpec
        {
            Cidr = cidr ?? default,
            Name = row.Text(CsvColumn.SubnetName),
            GatewayIp = gateway,
            NoGateway = noGateway,
            AllocationPools = Pools(row),
            DnsNameservers = row.List(CsvColumn.Dns, areBlanksBetween: true, IPAddressText.Parse),
            HostRoutes = row.List(CsvColumn.Routes, areBlanksBetween: false, HostRouteText.Parse),
            EnableDhcp = row.Flag(CsvColumn.EnableDhcp),
            Ipv6AddressMode = row.Scalar(CsvColumn.Ipv6AddressMode, Ipv6ModeText.Parse),
            Ipv6RaMode = row.Scalar(CsvColumn.Ipv6RaMode, Ipv6ModeText.Parse),
            Place = row.Place,
        };
        // Of one that can't be read nothing more can be said.
        if (_faults.Count == before)
            _subnets.Add(spec);
    }

    private static IReadOnlyList<AllocationPool>? Pools(CsvRow row) => row.Value<IReadOnlyList<AllocationPool>>(CsvColumn.Pools, text => IsNone(text)
        ? []
        : [.. text.Replace(" - ", "-", StringComparison.Ordinal).Split(';', ' ').Select(part => part.Trim()).Where(part => part.Length > 0).Select(AllocationPoolText.Parse)]);

    private static bool IsNone(string text) => text.Equals(CsvColumn.None, StringComparison.OrdinalIgnoreCase);
}
