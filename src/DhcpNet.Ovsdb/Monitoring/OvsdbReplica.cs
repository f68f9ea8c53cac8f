using System.Text.Json;

namespace DhcpNet.Ovsdb;

/// <summary>The rows that a monitor watches, as far as the server has told. Turns the server's messages into changes. Not thread-safe.</summary>
internal sealed class OvsdbReplica(IReadOnlyList<OvsdbMonitorTable> tables)
{
    private readonly Dictionary<string, OvsdbMonitorTable> _tables = tables.ToDictionary(t => t.Name, StringComparer.Ordinal);
    private Dictionary<(string Table, Guid Uuid), OvsdbRow> _rows = [];

    public IEnumerable<KeyValuePair<(string Table, Guid Uuid), OvsdbRow>> Rows => _rows;

    /// <summary>Takes the initial rows: the first time, or after the connection was lost and came back.</summary>
    /// <returns>What differs from the rows known before.</returns>
    public IReadOnlyList<OvsdbRowChange> ApplySnapshot(OvsdbMonitorFormat format, JsonElement updates, OvsdbSchema? schema)
    {
        Dictionary<(string Table, Guid Uuid), OvsdbRow> before = _rows;
        _rows = [];
        foreach ((string table, Guid uuid, JsonElement update) in Enumerate(updates))
        {
            if (Read(format, table, update, null, schema) is OvsdbRow row)
                Keep(format, table, uuid, row);
        }
        List<OvsdbRowChange> changes = [];
        foreach (((string table, Guid uuid), OvsdbRow row) in before)
        {
            if (!_rows.ContainsKey((table, uuid)))
                changes.Add(new OvsdbRowChange(table, uuid, row, null));
        }
        foreach (((string table, Guid uuid), OvsdbRow row) in _rows)
        {
            OvsdbRow? old = before.GetValueOrDefault((table, uuid));
            if (old is null || !old.HasSameColumns(row))
                changes.Add(new OvsdbRowChange(table, uuid, old, row));
        }
        return changes;
    }

    /// <summary>Takes an <c>update</c> or <c>update2</c>.</summary>
    /// <returns>What it changes.</returns>
    public IReadOnlyList<OvsdbRowChange> ApplyUpdate(OvsdbMonitorFormat format, JsonElement updates, OvsdbSchema? schema)
    {
        List<OvsdbRowChange> changes = [];
        foreach ((string table, Guid uuid, JsonElement update) in Enumerate(updates))
        {
            OvsdbRow? old = _rows.GetValueOrDefault((table, uuid));
            OvsdbRow? row = Read(format, table, update, old, schema);
            if (row is null)
                _rows.Remove((table, uuid));
            else if (!Keep(format, table, uuid, row))
                row = null;
            if (old is not null || row is not null)
                changes.Add(new OvsdbRowChange(table, uuid, old, row));
        }
        return changes;
    }

    private static IEnumerable<(string Table, Guid Uuid, JsonElement Update)> Enumerate(JsonElement updates)
    {
        foreach (JsonProperty table in updates.EnumerateObject())
        {
            foreach (JsonProperty row in table.Value.EnumerateObject())
                yield return (table.Name, OvsdbJson.ReadUuid(row.Name), row.Value);
        }
    }

    private OvsdbRow? Read(OvsdbMonitorFormat format, string table, JsonElement update, OvsdbRow? old, OvsdbSchema? schema)
        => format == OvsdbMonitorFormat.Plain ? ReadPlain(update) : ReadConditional(table, update, old, schema!);

    private static OvsdbRow? ReadPlain(JsonElement update) => update.TryGetProperty("new", out JsonElement json) ? OvsdbJson.ReadRow(json) : null;

    private OvsdbRow? ReadConditional(string table, JsonElement update, OvsdbRow? old, OvsdbSchema schema)
    {
        if (update.TryGetProperty("delete", out _))
            return null;
        if (update.TryGetProperty("modify", out JsonElement difference))
            return Patch(table, old ?? throw new FormatException($"a change of a row of {table} that it never sent"), OvsdbJson.ReadRow(difference), schema);
        OvsdbRow sent = OvsdbJson.ReadRow(update.TryGetProperty("insert", out JsonElement row) ? row : update.GetProperty("initial"));
        return schema.Complete(sent, table, _tables.GetValueOrDefault(table)?.Columns);
    }

    private static OvsdbRow Patch(string table, OvsdbRow old, OvsdbRow difference, OvsdbSchema schema)
    {
        Dictionary<string, OvsdbValue> columns = new(old.Columns, StringComparer.Ordinal);
        foreach ((string column, OvsdbValue value) in difference.Columns)
            columns[column] = schema.IsMultiple(table, column) && columns.TryGetValue(column, out OvsdbValue? before) ? Patch(before, value) : value;
        return new OvsdbRow(columns);
    }

    private static OvsdbValue Patch(OvsdbValue before, OvsdbValue difference)
    {
        if (!difference.IsMap)
        {
            HashSet<object> atoms = [.. before.Atoms];
            atoms.SymmetricExceptWith(difference.Atoms);
            return OvsdbValue.OfAtoms([.. atoms]);
        }
        Dictionary<object, object> pairs = new(before.Pairs);
        foreach ((object key, object value) in difference.Pairs)
        {
            // A pair that is there already, as it is, means that it goes.
            if (pairs.TryGetValue(key, out object? current) && current.Equals(value))
                pairs.Remove(key);
            else
                pairs[key] = value;
        }
        return OvsdbValue.OfPairs(pairs);
    }

    private bool Keep(OvsdbMonitorFormat format, string table, Guid uuid, OvsdbRow row)
    {
        // A server without conditions sends all rows of a table.
        bool isWatched = _tables.TryGetValue(table, out OvsdbMonitorTable? watched) && (format == OvsdbMonitorFormat.Conditional || watched.Matches(uuid, row));
        if (isWatched)
            _rows[(table, uuid)] = row;
        else
            _rows.Remove((table, uuid));
        return isWatched;
    }
}
