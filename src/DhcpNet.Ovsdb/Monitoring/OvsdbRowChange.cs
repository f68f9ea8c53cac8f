namespace DhcpNet.Ovsdb;

/// <summary>How a row changed: it was inserted if there is no old row, deleted if there is no new one, modified otherwise.</summary>
/// <param name="Table">The table.</param>
/// <param name="Uuid">The row's identity.</param>
/// <param name="Old">The watched columns before.</param>
/// <param name="New">The watched columns now.</param>
public sealed record OvsdbRowChange(string Table, Guid Uuid, OvsdbRow? Old, OvsdbRow? New);
