namespace DhcpNet.Ovsdb;

/// <summary>A row that a transaction inserts.</summary>
/// <param name="Index">Which operation of the transaction inserts it; its result tells the row's identity.</param>
/// <param name="Reference">The row as a value, to refer to it in other operations of the same transaction.</param>
public readonly record struct OvsdbNewRow(int Index, OvsdbValue Reference);
