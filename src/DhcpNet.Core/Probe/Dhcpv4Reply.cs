using System.Net;
using DhcpNet.Packets;

namespace DhcpNet.Probe;

/// <summary>A DHCP server's message, and the frame that it came in.</summary>
internal sealed record Dhcpv4Reply(Dhcpv4Message Message, UdpFrame Frame)
{
    /// <summary>The address by which the server calls itself, or else the one it sent from.</summary>
    public IPAddress Server => Message.Find(Dhcpv4OptionCode.ServerId) is { Length: 4 } id ? new IPAddress(id.Span) : Frame.Source.Address;
}
