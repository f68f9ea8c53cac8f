using System.Text.Json;

namespace DhcpNet.Ovsdb;

/// <summary>
/// What the rows of <c>monitor_cond</c> cannot be read without (ovsdb-server(7), section 4.1.12): the defaults of columns, which are left out of new rows,
/// and which columns hold several elements, whose changes arrive as differences.
/// </summary>
internal sealed class OvsdbSchema
{
    private readonly Dictionary<string, Dictionary<string, Column>> _tables = new(StringComparer.Ordinal);

    /// <exception cref="KeyNotFoundException">It is no schema.</exception>
    public static OvsdbSchema Read(JsonElement json)
    {
        OvsdbSchema schema = new();
        foreach (JsonProperty table in json.GetProperty("tables").EnumerateObject())
        {
            schema._tables[table.Name] = table.Value.GetProperty("columns").EnumerateObject()
                .ToDictionary(c => c.Name, c => ReadColumn(c.Value.GetProperty("type")), StringComparer.Ordinal);
        }
        return schema;
    }

    /// <summary>Whether the column is a set or map of possibly several elements.</summary>
    public bool IsMultiple(string table, string column) => FindColumn(table, column) is { IsMultiple: true };

    /// <summary>The row with the defaults of those of the columns that it lacks.</summary>
    /// <param name="row">The row as it was sent.</param>
    /// <param name="table">Its table.</param>
    /// <param name="columns">The columns that were asked for; <see langword="null"/> for all.</param>
    public OvsdbRow Complete(OvsdbRow row, string table, IReadOnlyList<string>? columns)
    {
        Dictionary<string, OvsdbValue> complete = new(row.Columns, StringComparer.Ordinal);
        foreach (string name in columns ?? (IEnumerable<string>?)_tables.GetValueOrDefault(table)?.Keys ?? [])
        {
            if (FindColumn(table, name) is Column column)
                complete.TryAdd(name, column.Default);
        }
        return new OvsdbRow(complete);
    }

    private static Column ReadColumn(JsonElement type)
    {
        if (type.ValueKind == JsonValueKind.String)
            return new Column(false, GetDefault(type.GetString()!));
        bool isMultiple = type.TryGetProperty("max", out JsonElement max) && (max.ValueKind == JsonValueKind.String || max.GetInt64() > 1);
        if (type.TryGetProperty("value", out _))
            return new Column(isMultiple, OvsdbValue.EmptyMap);
        if (type.TryGetProperty("min", out JsonElement min) && min.GetInt64() == 0)
            return new Column(isMultiple, OvsdbValue.Empty);
        JsonElement key = type.GetProperty("key");
        return new Column(isMultiple, GetDefault((key.ValueKind == JsonValueKind.String ? key : key.GetProperty("type")).GetString()!));
    }

    private static OvsdbValue GetDefault(string type) => type switch
    {
        "integer" => 0,
        "real" => 0.0,
        "boolean" => false,
        "uuid" => Guid.Empty,
        _ => "",
    };

    private Column? FindColumn(string table, string column) => _tables.GetValueOrDefault(table)?.GetValueOrDefault(column);

    private sealed record Column(bool IsMultiple, OvsdbValue Default);
}
