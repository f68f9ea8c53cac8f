using System.Diagnostics.CodeAnalysis;

namespace DhcpNet.Ovsdb;

/// <summary>A row as the server sent it: values by column. Immutable.</summary>
public sealed class OvsdbRow
{
    internal const string UuidColumn = "_uuid";

    internal OvsdbRow(IReadOnlyDictionary<string, OvsdbValue> columns) => Columns = columns;

    /// <summary>The columns that were asked for.</summary>
    public IReadOnlyDictionary<string, OvsdbValue> Columns { get; }

    /// <summary>The row's identity.</summary>
    /// <exception cref="KeyNotFoundException">The column <c>_uuid</c> was not asked for.</exception>
    public Guid Uuid => this[UuidColumn].AsUuid();

    /// <summary>The value of a column.</summary>
    /// <param name="column">The column.</param>
    /// <exception cref="KeyNotFoundException">The row has no such column, or it was not asked for.</exception>
    public OvsdbValue this[string column]
        => Columns.TryGetValue(column, out OvsdbValue? value) ? value : throw new KeyNotFoundException($"The OVSDB row has no column '{column}'.");

    /// <summary>Looks a column up.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">Its value, if the row has it.</param>
    /// <returns>Whether the row has it.</returns>
    public bool TryGetValue(string column, [MaybeNullWhen(false)] out OvsdbValue value) => Columns.TryGetValue(column, out value);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Columns.Select(c => $"{c.Key}: {c.Value}"));

    internal bool HasSameColumns(OvsdbRow other)
        => Columns.Count == other.Columns.Count && Columns.All(c => other.TryGetValue(c.Key, out OvsdbValue? value) && c.Value.Equals(value));
}
