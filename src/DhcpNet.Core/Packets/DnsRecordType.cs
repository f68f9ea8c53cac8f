namespace DhcpNet.Packets;

/// <summary>Types of DNS records (RFC 1035, section 3.2.2; RFC 3596).</summary>
internal enum DnsRecordType : ushort
{
    A = 1,
    CName = 5,
    Ptr = 12,
    Txt = 16,
    Aaaa = 28,
}
