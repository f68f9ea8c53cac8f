using System.Net;
using Microsoft.Data.Sqlite;

namespace DhcpNet.Plugins.Local;

/// <summary>Reads the model's types from columns.</summary>
internal static class SqliteDataReaderExtensions
{
    public static Guid ReadId(this SqliteDataReader reader, int column) => Guid.ParseExact(reader.GetString(column), "D");

    public static string? ReadText(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static int? ReadNumber(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt32(column);

    public static IPAddress ReadAddress(this SqliteDataReader reader, int column) => new(reader.GetFieldValue<byte[]>(column));

    public static IPAddress? ReadOptionalAddress(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.ReadAddress(column);

    public static IPNetwork ReadPrefix(this SqliteDataReader reader, int column) => new(reader.ReadAddress(column), reader.GetInt32(column + 1));

    public static Ipv6Mode? ReadMode(this SqliteDataReader reader, int column) =>
        Ipv6Modes.TryParse(reader.ReadText(column), out Ipv6Mode mode) ? mode : null;
}
