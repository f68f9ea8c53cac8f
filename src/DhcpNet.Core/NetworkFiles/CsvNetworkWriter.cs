using System.Globalization;
using System.Text;

namespace DhcpNet.NetworkFiles;

/// <summary>Writes networks as CSV: a row a subnet, or one for a network without.</summary>
internal sealed class CsvNetworkWriter : INetworkWriter
{
    private readonly StreamWriter _text;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public CsvNetworkWriter(Stream stream)
    {
        _text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        WriteRow(CsvColumn.All.Select(column => column.Name));
    }

    /// <inheritdoc/>
    public bool Write(Network network)
    {
        string name = network.Name.Length > 0 ? network.Name : NetworkFileNames.NameOf(network.Id);
        foreach (Subnet? subnet in network.Subnets.Count > 0 ? network.Subnets : (IReadOnlyList<Subnet?>)[null])
            WriteRow(CsvColumn.All.Select(column => Cell(column, name, network, subnet)));
        // Rows of one name are one network to who reads them.
        return _names.Add(name) && network.Ports.Count == 0 && network.Segments.Count == 0 && network.NonLocalSubnets.Count == 0;
    }

    /// <inheritdoc/>
    public void Complete() => _text.Flush();

    /// <inheritdoc/>
    public void Dispose() => _text.Dispose();

    private static string Cell(CsvColumn column, string name, Network network, Subnet? subnet)
    {
        if (column == CsvColumn.Network)
            return name;
        if (column == CsvColumn.Project)
            return network.ProjectId ?? "";
        if (column == CsvColumn.Vlan)
            return network.VlanTag?.ToString(CultureInfo.InvariantCulture) ?? "";
        if (column == CsvColumn.Mtu)
            return network.Mtu > 0 ? network.Mtu.ToString(CultureInfo.InvariantCulture) : "";
        if (column == CsvColumn.AdminStateUp)
            return Flag(network.AdminStateUp);
        return subnet is null ? "" : Cell(column, subnet);
    }

    private static string Cell(CsvColumn column, Subnet subnet)
    {
        if (column == CsvColumn.Cidr)
            return subnet.Cidr.ToString();
        if (column == CsvColumn.SubnetName)
            return subnet.Name;
        if (column == CsvColumn.Gateway)
            return subnet.GatewayIp?.ToString() ?? CsvColumn.None;
        if (column == CsvColumn.Pools)
            return subnet.AllocationPools.Count > 0 ? string.Join(';', subnet.AllocationPools) : CsvColumn.None;
        if (column == CsvColumn.Dns)
            return string.Join(';', subnet.DnsNameservers);
        if (column == CsvColumn.Routes)
            return string.Join(';', subnet.HostRoutes);
        if (column == CsvColumn.EnableDhcp)
            return Flag(subnet.EnableDhcp);
        return (column == CsvColumn.Ipv6AddressMode ? subnet.Ipv6AddressMode : subnet.Ipv6RaMode) is Ipv6Mode mode ? Ipv6Modes.ToNeutron(mode) : "";
    }

    private static string Flag(bool value) => value ? "true" : "false";

    private void WriteRow(IEnumerable<string> cells) => _text.WriteLine(string.Join(',', cells.Select(Quote)));

    private static string Quote(string cell)
    {
        bool needsQuotes = cell.Length > 0 && (cell.Any(c => c is ',' or '"' || char.IsControl(c)) || char.IsWhiteSpace(cell[0]) || char.IsWhiteSpace(cell[^1]));
        return needsQuotes ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
    }
}
