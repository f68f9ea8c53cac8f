using System.Text.Json;

namespace DhcpNet.Ovsdb;

/// <summary>Writes the parameters of <c>monitor</c> and <c>monitor_cond</c>.</summary>
internal static class OvsdbMonitorRequest
{
    public static void Write(Utf8JsonWriter writer, OvsdbMonitorFormat format, OvsdbMonitor monitor)
    {
        writer.WriteStringValue(monitor.Database);
        writer.WriteStringValue(monitor.Id);
        writer.WriteStartObject();
        foreach (OvsdbMonitorTable table in monitor.Tables)
        {
            writer.WriteStartArray(table.Name);
            writer.WriteStartObject();
            if (GetColumns(format, table) is IEnumerable<string> columns)
                OvsdbJson.WriteStrings(writer, "columns", columns);
            if (format == OvsdbMonitorFormat.Conditional && table.WhereAny.Count > 0)
                OvsdbJson.WriteConditions(writer, table.WhereAny);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }

    // Without conditions in the server the rows are chosen here, which needs the columns that the conditions test.
    private static IEnumerable<string>? GetColumns(OvsdbMonitorFormat format, OvsdbMonitorTable table)
    {
        if (format == OvsdbMonitorFormat.Conditional || table.Columns is null)
            return table.Columns;
        return table.Columns.Union(table.WhereAny.Select(c => c.Column).Where(c => c != OvsdbRow.UuidColumn));
    }
}
