namespace DhcpNet.Ovsdb;

/// <summary>What a monitor watches of a table.</summary>
public sealed record OvsdbMonitorTable
{
    /// <summary>The table's name.</summary>
    public required string Name { get; init; }

    /// <summary>The columns to watch; <see langword="null"/> for all.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Which rows to watch: those that meet any of the conditions; empty for every row.</summary>
    public IReadOnlyList<OvsdbCondition> WhereAny { get; init; } = [];

    internal bool Matches(Guid uuid, OvsdbRow row) => WhereAny.Count == 0 || WhereAny.Any(c => c.Matches(uuid, row));
}
