namespace DhcpNet.Packets;

/// <summary>What is asked of DNS.</summary>
/// <param name="Name">The name, without the dot at its end.</param>
/// <param name="Type">The type of records.</param>
/// <param name="Class">1 for the Internet, 3 for a server's own data (CHAOS).</param>
internal sealed record DnsQuestion(string Name, DnsRecordType Type, ushort Class = DnsQuestion.Internet)
{
    public const ushort Internet = 1;
    public const ushort Chaos = 3;

    public override string ToString() => $"{Type.ToString().ToUpperInvariant()} {Name}";
}
