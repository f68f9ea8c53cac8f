using DhcpNet.Dnsmasq;
using DhcpNet.Packets;

namespace DhcpNet.Probe;

/// <summary>A question of DNS to a server.</summary>
/// <param name="Server">The server.</param>
/// <param name="Entry">The client's address that it is about; null where any answer will do.</param>
/// <param name="Question">The question.</param>
internal sealed record DnsTarget(ProbeServer Server, HostEntry? Entry, DnsQuestion Question)
{
    /// <summary>The question as a person puts it: an address by itself, not by the name under which it is looked up.</summary>
    public string Name => Entry is not null && Question.Type == DnsRecordType.Ptr ? $"PTR {Entry.FixedIp.IpAddress}" : Question.ToString();
}
