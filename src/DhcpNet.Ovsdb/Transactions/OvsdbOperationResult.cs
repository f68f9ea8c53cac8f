namespace DhcpNet.Ovsdb;

/// <summary>What an operation of a transaction yielded.</summary>
public sealed record OvsdbOperationResult
{
    /// <summary>Of an insert: the new row's identity.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>Of an update, mutate or delete: how many rows it met.</summary>
    public int Count { get; init; }

    /// <summary>Of a select: the rows.</summary>
    public IReadOnlyList<OvsdbRow> Rows { get; init; } = [];
}
