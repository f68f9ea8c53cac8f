namespace DhcpNet.Probe;

/// <summary>What the options of an answer are to be.</summary>
internal sealed class ExpectedOptions(OptionDefinitions definitions, int ipVersion)
{
    private const string None = "none";

    private readonly SortedDictionary<int, string?> _expected = [];

    /// <summary>The numbers of the options that a client asks for.</summary>
    public IEnumerable<int> Codes => _expected.Keys;

    /// <summary>Expects a value, as <see cref="OptionText"/> has it; null for an option that is not to be there.</summary>
    public ExpectedOptions Add(int code, string? value)
    {
        _expected[code] = value;
        return this;
    }

    /// <summary>Expects what a port's own options say, in place of what its subnet's clients are told.</summary>
    public ExpectedOptions Add(IEnumerable<ExtraDhcpOption> options)
    {
        foreach (ExtraDhcpOption option in options.Where(o => o.IpVersion == ipVersion && !Dnsmasq.HostEntries.IsClientId(o) && o.OptValue is not null))
        {
            // One for clients with a certain tag only, or inside of another option, is not looked for.
            if (definitions.Find(option.OptName) is not OptionDefinition definition)
                continue;
            if (OptionText.OfConfigured(definition.Kind, option.OptValue!, ipVersion) is string value)
                _expected[definition.Code] = value;
            else
                _expected.Remove(definition.Code);
        }
        return this;
    }

    /// <summary>What of the options is not as it is to be.</summary>
    /// <param name="find">The value of an option of the answer, or null.</param>
    public IEnumerable<NetworkDhcpMismatch> Compare(Func<int, ReadOnlyMemory<byte>?> find)
    {
        foreach ((int code, string? expected) in _expected)
        {
            OptionDefinition definition = definitions.Get(code);
            string? actual = find(code) is ReadOnlyMemory<byte> value ? OptionText.Of(definition.Kind, value.Span, ipVersion) : null;
            if (actual != expected)
                yield return new NetworkDhcpMismatch(definition.Name, expected ?? None, actual ?? None);
        }
    }
}
