namespace DhcpNet.Ovsdb;

/// <summary>The row that the same transaction inserts under this name (RFC 7047, section 5.1, <c>named-uuid</c>).</summary>
internal sealed record OvsdbNamedUuid(string Name);
