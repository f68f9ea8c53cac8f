using DhcpNet.Plugins;

namespace DhcpNet.NetworkFiles;

/// <summary>Reads networks from a CSV file. Rows of one name are one network, wherever they stand.</summary>
internal sealed class CsvNetworkReader(string file) : INetworkReader
{
    /// <inheritdoc/>
    public IEnumerable<NetworkDefinition> Read(Stream stream)
    {
        // Knowing how often a name comes, a network is complete with its last row and need not be kept until the end.
        Dictionary<string, int>? rows = stream.CanSeek ? CountRows(stream) : null;
        using var reader = new CsvReader(file, stream);
        CsvHeader header = CsvHeader.Read(file, reader);
        Dictionary<string, CsvNetwork> open = new(StringComparer.Ordinal);
        while (reader.Read() is { } record)
        {
            if (record.IsBlank)
                continue;
            string name = NameOf(header, record);
            if (!open.TryGetValue(name, out CsvNetwork? network))
                open.Add(name, network = new CsvNetwork(name));
            network.Add(file, header, record);
            if (name.Length > 0 && (rows is null || (rows[name] = rows.GetValueOrDefault(name) - 1) > 0))
                continue;
            open.Remove(name);
            yield return network.ToDefinition();
        }
        foreach (CsvNetwork network in open.Values.OrderBy(network => network.Line))
            yield return network.ToDefinition();
    }

    private Dictionary<string, int> CountRows(Stream stream)
    {
        Dictionary<string, int> rows = new(StringComparer.Ordinal);
        try
        {
            using var reader = new CsvReader(file, stream);
            CsvHeader header = CsvHeader.Read(file, reader);
            while (reader.Read() is { } record)
            {
                string name = NameOf(header, record);
                rows[name] = rows.GetValueOrDefault(name) + 1;
            }
        }
        catch (DhcpNetException)
        {
            // It is told when the file is read for good.
        }
        stream.Position = 0;
        return rows;
    }

    private static string NameOf(CsvHeader header, CsvRecord record) =>
        header.Cell(record, CsvColumn.Network) is { Problem: null } cell ? cell.Text : "";
}
