using System.Globalization;
using System.Text.Json;

namespace DhcpNet.Ovsdb;

/// <summary>
/// Operations that take effect together or not at all (RFC 7047, section 5.2). Add operations, then commit it once with
/// <see cref="OvsdbClient.TransactAsync"/>. Each method returns the operation's index, by which its result is found.
/// </summary>
/// <param name="database">The database.</param>
public sealed class OvsdbTransaction(string database = OvsdbTransaction.OpenVSwitch)
{
    internal const string OpenVSwitch = "Open_vSwitch";

    private readonly List<OvsdbOperation> _operations = [];

    /// <summary>The database.</summary>
    public string Database { get; } = database;

    /// <summary>How many operations there are.</summary>
    public int Count => _operations.Count;

    internal IReadOnlyList<OvsdbOperation> Operations => _operations;

    /// <summary>Inserts a row. In a table that is not a root of the database it stays only if another row refers to it.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The values of columns; the others get their defaults.</param>
    /// <returns>The row, for use in other operations of this transaction.</returns>
    public OvsdbNewRow Insert(string table, IReadOnlyDictionary<string, OvsdbValue> columns)
    {
        string name = "row" + _operations.Count.ToString(CultureInfo.InvariantCulture);
        int index = Add("insert", table, writer =>
        {
            OvsdbJson.WriteRow(writer, "row", columns);
            writer.WriteString("uuid-name", name);
        });
        return new OvsdbNewRow(index, OvsdbValue.Named(name));
    }

    /// <summary>Reads rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="where">What the rows must meet, all of it; empty for every row.</param>
    /// <param name="columns">The columns to read; <see langword="null"/> for all.</param>
    /// <returns>The operation's index.</returns>
    public int Select(string table, IReadOnlyList<OvsdbCondition> where, IReadOnlyList<string>? columns = null) => Add("select", table, writer =>
    {
        OvsdbJson.WriteConditions(writer, where);
        if (columns is not null)
            OvsdbJson.WriteStrings(writer, "columns", columns);
    });

    /// <summary>Sets columns of rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="where">What the rows must meet, all of it; empty for every row.</param>
    /// <param name="columns">The new values.</param>
    /// <returns>The operation's index.</returns>
    public int Update(string table, IReadOnlyList<OvsdbCondition> where, IReadOnlyDictionary<string, OvsdbValue> columns) => Add("update", table, writer =>
    {
        OvsdbJson.WriteConditions(writer, where);
        OvsdbJson.WriteRow(writer, "row", columns);
    });

    /// <summary>Changes columns of rows depending on their values.</summary>
    /// <param name="table">The table.</param>
    /// <param name="where">What the rows must meet, all of it; empty for every row.</param>
    /// <param name="mutations">The changes, made in this order.</param>
    /// <returns>The operation's index.</returns>
    public int Mutate(string table, IReadOnlyList<OvsdbCondition> where, IReadOnlyList<OvsdbMutation> mutations) => Add("mutate", table, writer =>
    {
        OvsdbJson.WriteConditions(writer, where);
        OvsdbJson.WriteMutations(writer, mutations);
    });

    /// <summary>Deletes rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="where">What the rows must meet, all of it; empty for every row.</param>
    /// <returns>The operation's index.</returns>
    public int Delete(string table, IReadOnlyList<OvsdbCondition> where) => Add("delete", table, writer => OvsdbJson.WriteConditions(writer, where));

    /// <summary>Waits until the selected rows are, in the given columns, exactly those given; fails with <c>timed out</c> otherwise.</summary>
    /// <param name="table">The table.</param>
    /// <param name="where">What the rows must meet, all of it; empty for every row.</param>
    /// <param name="columns">The columns that are compared.</param>
    /// <param name="rows">The rows there must be; none to wait until there is none.</param>
    /// <param name="timeout">How long; zero to test only.</param>
    /// <returns>The operation's index.</returns>
    public int Wait(
        string table,
        IReadOnlyList<OvsdbCondition> where,
        IReadOnlyList<string> columns,
        IReadOnlyList<IReadOnlyDictionary<string, OvsdbValue>> rows,
        TimeSpan timeout = default) => Add("wait", table, writer =>
    {
        writer.WriteNumber("timeout", (long)timeout.TotalMilliseconds);
        OvsdbJson.WriteConditions(writer, where);
        OvsdbJson.WriteStrings(writer, "columns", columns);
        writer.WriteString("until", "==");
        writer.WriteStartArray("rows");
        foreach (IReadOnlyDictionary<string, OvsdbValue> row in rows)
            OvsdbJson.WriteRow(writer, null, row);
        writer.WriteEndArray();
    });

    /// <summary>Notes in the database's log what the transaction is for.</summary>
    /// <param name="text">A line of text.</param>
    /// <returns>The operation's index.</returns>
    public int Comment(string text) => Add("comment", null, writer => writer.WriteString("comment", text));

    /// <summary>Fails the transaction, with the error <c>aborted</c>: the operations before it are tried without effect.</summary>
    /// <returns>The operation's index.</returns>
    public int Abort() => Add("abort", null, static _ => { });

    internal void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStringValue(Database);
        foreach (OvsdbOperation operation in _operations)
        {
            writer.WriteStartObject();
            writer.WriteString("op", operation.Kind);
            if (operation.Table is not null)
                writer.WriteString("table", operation.Table);
            operation.WriteMembers(writer);
            writer.WriteEndObject();
        }
    }

    private int Add(string kind, string? table, Action<Utf8JsonWriter> writeMembers)
    {
        _operations.Add(new OvsdbOperation(kind, table, writeMembers));
        return _operations.Count - 1;
    }
}
