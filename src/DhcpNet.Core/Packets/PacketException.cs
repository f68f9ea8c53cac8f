namespace DhcpNet.Packets;

/// <summary>A packet is not what it should be: cut short, or with a field that cannot be. The only failure of the parsers.</summary>
internal sealed class PacketException(string message) : FormatException(message);
