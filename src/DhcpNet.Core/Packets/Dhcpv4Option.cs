namespace DhcpNet.Packets;

/// <summary>A DHCP option: its number, and its value as it is on the wire.</summary>
internal sealed record Dhcpv4Option(byte Code, ReadOnlyMemory<byte> Value);
