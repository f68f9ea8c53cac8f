namespace DhcpNet.Packets;

/// <summary>What a DHCPv6 message is for (RFC 8415, section 7.3).</summary>
internal enum Dhcpv6MessageType : byte
{
    Solicit = 1,
    Advertise = 2,
    Request = 3,
    Reply = 7,
    InformationRequest = 11,
    RelayForward = 12,
    RelayReply = 13,
}
