namespace DhcpNet.Packets;

/// <summary>A record of an answer.</summary>
/// <param name="Name">Whose it is, without the dot at its end.</param>
/// <param name="Type">What it is.</param>
/// <param name="Value">An address, a name or a text; of other types the bytes in hexadecimal.</param>
internal sealed record DnsRecord(string Name, DnsRecordType Type, string Value)
{
    /// <summary>The parts of a text; of other types, none.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];
}
