namespace DhcpNet.Ovsdb;

/// <summary>What the operations of a committed transaction yielded.</summary>
public sealed class OvsdbTransactionResult
{
    internal OvsdbTransactionResult(IReadOnlyList<OvsdbOperationResult> operations) => Operations = operations;

    /// <summary>A result for each operation, in their order.</summary>
    public IReadOnlyList<OvsdbOperationResult> Operations { get; }

    /// <summary>The result of an operation.</summary>
    /// <param name="index">The operation's index.</param>
    public OvsdbOperationResult this[int index] => Operations[index];

    /// <summary>The identity of an inserted row.</summary>
    /// <param name="row">The row.</param>
    /// <returns>Its identity.</returns>
    public Guid UuidOf(OvsdbNewRow row)
        => Operations[row.Index].Uuid
            ?? throw new OvsdbException($"OVSDB told no uuid for the row inserted by operation {row.Index}.") { Error = "protocol error" };
}
