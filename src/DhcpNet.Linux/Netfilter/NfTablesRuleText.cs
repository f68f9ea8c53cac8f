using System.Globalization;

namespace DhcpNet.Linux;

/// <summary>
/// A rule's expressions as texts, so that what versions of iptables write differently but mean alike can be compared: a text for each test of a
/// packet and each thing done with it, without registers and counters. An expression that is not known here is its name alone, so that no
/// rule with one is taken for another.
/// </summary>
internal static class NfTablesRuleText
{
    /// <summary>A test whether what was loaded from a packet is this value.</summary>
    /// <param name="loaded">What is loaded: <see cref="Meta"/> or <see cref="Payload"/>.</param>
    /// <param name="value">The value's bytes.</param>
    public static string IsEqual(string loaded, ReadOnlySpan<byte> value) => Compare(loaded, NfTablesExpressions.Equal, value);

    /// <summary>What is known of a packet beside its bytes.</summary>
    public static string Meta(uint key) => string.Create(CultureInfo.InvariantCulture, $"meta {key}");

    /// <summary>Bytes of a packet.</summary>
    public static string Payload(uint header, uint offset, uint length) => string.Create(CultureInfo.InvariantCulture, $"payload {header} {offset} {length}");

    /// <summary>What becomes of a packet.</summary>
    public static string Verdict(uint code, string chain) => string.Create(CultureInfo.InvariantCulture, $"verdict {(int)code} {chain}");

    /// <summary>A match or target of iptables.</summary>
    /// <param name="kind"><c>match</c> or <c>target</c>.</param>
    /// <param name="name">The extension's name.</param>
    /// <param name="revision">Its version.</param>
    /// <param name="data">Its parameters. How many zeros are behind them depends on the machine.</param>
    public static string Extension(string kind, string name, uint revision, ReadOnlySpan<byte> data) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind} {name} {revision} {Convert.ToHexString(data.TrimEnd((byte)0))}");

    /// <summary>The texts of a rule's expressions.</summary>
    public static IReadOnlyList<string> Read(NetlinkAttributeReader expressions)
    {
        List<string> parts = [];
        Dictionary<uint, string> registers = [];
        while (expressions.Read())
        {
            if (ReadExpression(expressions.ReadNested(), registers) is string part)
                parts.Add(part);
        }
        return parts;
    }

    /// <returns>Null for what decides nothing by itself.</returns>
    private static string? ReadExpression(NetlinkAttributeReader attributes, Dictionary<uint, string> registers)
    {
        string name = "";
        NetlinkAttributeReader data = default;
        while (attributes.Read())
        {
            if (attributes.Type == NfTablesAttribute.ExpressionName)
                name = attributes.ReadString();
            else if (attributes.Type == NfTablesAttribute.ExpressionData)
                data = attributes.ReadNested();
        }
        switch (name)
        {
            case NfTablesExpressions.Counter:
                return null;
            case NfTablesExpressions.Meta:
                return LoadMeta(data, registers);
            case NfTablesExpressions.Payload:
                return LoadPayload(data, registers);
            case NfTablesExpressions.Compare:
                return ReadCompare(data, registers);
            case NfTablesExpressions.Immediate:
                return ReadImmediate(data);
            case NfTablesExpressions.Match or NfTablesExpressions.Target:
                return ReadExtension(name, data);
            default:
                return name;
        }
    }

    private static string? LoadMeta(NetlinkAttributeReader attributes, Dictionary<uint, string> registers)
    {
        uint? key = null, register = null;
        while (attributes.Read())
        {
            if (attributes.Type == NfTablesAttribute.MetaKey)
                key = attributes.ReadUInt32BigEndian();
            else if (attributes.Type == NfTablesAttribute.MetaRegister)
                register = attributes.ReadUInt32BigEndian();
        }
        // Without a register to load it to, it sets it.
        if (key is null || register is null)
            return NfTablesExpressions.Meta;
        registers[register.Value] = Meta(key.Value);
        return null;
    }

    private static string? LoadPayload(NetlinkAttributeReader attributes, Dictionary<uint, string> registers)
    {
        uint header = 0, offset = 0, length = 0;
        uint? register = null;
        while (attributes.Read())
        {
            switch (attributes.Type)
            {
                case NfTablesAttribute.PayloadRegister:
                    register = attributes.ReadUInt32BigEndian();
                    break;
                case NfTablesAttribute.PayloadBase:
                    header = attributes.ReadUInt32BigEndian();
                    break;
                case NfTablesAttribute.PayloadOffset:
                    offset = attributes.ReadUInt32BigEndian();
                    break;
                case NfTablesAttribute.PayloadLength:
                    length = attributes.ReadUInt32BigEndian();
                    break;
            }
        }
        // Without a register to load it to, it writes to the packet.
        if (register is null)
            return NfTablesExpressions.Payload;
        registers[register.Value] = Payload(header, offset, length);
        return null;
    }

    private static string ReadCompare(NetlinkAttributeReader attributes, Dictionary<uint, string> registers)
    {
        string? loaded = null;
        uint? operation = null;
        ReadOnlySpan<byte> value = default;
        while (attributes.Read())
        {
            if (attributes.Type == NfTablesAttribute.CompareRegister)
                loaded = registers.GetValueOrDefault(attributes.ReadUInt32BigEndian());
            else if (attributes.Type == NfTablesAttribute.CompareOperation)
                operation = attributes.ReadUInt32BigEndian();
            else if (attributes.Type == NfTablesAttribute.CompareData)
                value = Find(attributes.ReadNested(), NfTablesAttribute.DataValue);
        }
        return loaded is null || operation is null ? NfTablesExpressions.Compare : Compare(loaded, operation.Value, value);
    }

    private static string ReadImmediate(NetlinkAttributeReader attributes)
    {
        uint? code = null;
        string chain = "";
        NetlinkAttributeReader verdict = new(Find(new NetlinkAttributeReader(Find(attributes, NfTablesAttribute.ImmediateData)), NfTablesAttribute.DataVerdict));
        while (verdict.Read())
        {
            if (verdict.Type == NfTablesAttribute.VerdictCode)
                code = verdict.ReadUInt32BigEndian();
            else if (verdict.Type == NfTablesAttribute.VerdictChain)
                chain = verdict.ReadString();
        }
        return code is null ? NfTablesExpressions.Immediate : Verdict(code.Value, chain);
    }

    private static string ReadExtension(string kind, NetlinkAttributeReader attributes)
    {
        string name = "";
        uint revision = 0;
        ReadOnlySpan<byte> data = default;
        while (attributes.Read())
        {
            if (attributes.Type == NfTablesAttribute.ExtensionName)
                name = attributes.ReadString();
            else if (attributes.Type == NfTablesAttribute.ExtensionRevision)
                revision = attributes.ReadUInt32BigEndian();
            else if (attributes.Type == NfTablesAttribute.ExtensionData)
                data = attributes.Value;
        }
        return Extension(kind, name, revision, data);
    }

    private static string Compare(string loaded, uint operation, ReadOnlySpan<byte> value) =>
        string.Create(CultureInfo.InvariantCulture, $"{loaded} {operation} {Convert.ToHexString(value)}");

    /// <summary>The value of the one attribute of a type; empty if there is none.</summary>
    private static ReadOnlySpan<byte> Find(NetlinkAttributeReader attributes, ushort type)
    {
        while (attributes.Read())
        {
            if (attributes.Type == type)
                return attributes.Value;
        }
        return default;
    }
}
