namespace DhcpNet.Packets;

/// <summary>A DHCPv6 option: its number, and its value as it is on the wire.</summary>
internal sealed record Dhcpv6Option(ushort Code, ReadOnlyMemory<byte> Value);
