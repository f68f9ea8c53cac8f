using System.Globalization;
using DhcpNet.Dnsmasq;

namespace DhcpNet.Validation;

/// <summary>Extra DHCP options: what may stand in dnsmasq's files without becoming something else there.</summary>
public static class DhcpOptionText
{
    private const string TagPrefix = "tag:";
    private const int MaxLength = 255;
    private const int HighestIPv4Code = 254;
    private const int HighestIPv6Code = 65535;

    // Neutron allows this and 'router' to be blank (VALID_BLANK_EXTRA_DHCP_OPTS); dnsmasq does not take a router that is.
    private const int CodeThatMayBeBlank = 121;

    /// <summary>Checks an option; one without a value, which an update removes, is checked by name alone.</summary>
    /// <exception cref="DhcpNetException"><c>OptionNameInvalid</c>, <c>OptionValueInvalid</c>, <c>ClientIdInvalid</c>.</exception>
    public static void Validate(ExtraDhcpOption option) => Validate(option.OptName, option.OptValue, option.IpVersion);

    /// <summary>Checks an option's name, value and IP version (4 or 6).</summary>
    /// <exception cref="DhcpNetException"><c>OptionNameInvalid</c>, <c>OptionValueInvalid</c>, <c>ClientIdInvalid</c>.</exception>
    public static void Validate(string name, string? value, int ipVersion)
    {
        if (ipVersion is not (4 or 6))
            throw Invalid.Input("OptionNameInvalid", $"The option '{DescribeCharacter.Printable(name)}' is for IP version {ipVersion}. There are 4 and 6.", name);
        ValidateName(name, ipVersion);
        if (value is null)
            return;
        if (ExtraDhcpOption.IsClientId(name))
            ClientIdText.Validate(value);
        else
            ValidateValue(name, value, ipVersion);
    }

    /// <summary>Why dnsmasq would not take an option that can be written for it; null where it does.</summary>
    internal static string? ExplainRefusal(ExtraDhcpOption option)
    {
        if (DhcpOptionNames.FindCode(option.OptName.Split(',')[^1], option.IpVersion) is not int code)
            return "dnsmasq knows no option of that name";
        return string.IsNullOrEmpty(option.OptValue) && option.IpVersion == 4 && code == CodeThatMayBeBlank
            ? null
            : DhcpOptionValues.Explain(code, option.IpVersion, option.OptValue ?? "");
    }

    /// <summary>
    /// What two options have in common that are the same one for the same clients, however they are written: <c>67</c> and
    /// <c>bootfile-name</c>, <c>tag:a,tag:b,67</c> and <c>tag:b,tag:a,67</c>.
    /// </summary>
    internal static string GetIdentity(ExtraDhcpOption option)
    {
        if (ExtraDhcpOption.IsClientId(option.OptName))
            return ExtraDhcpOption.ClientId;
        string[] parts = option.OptName.Split(',');
        string bare = parts[^1];
        string code = DhcpOptionNames.FindCode(bare, option.IpVersion)?.ToString(CultureInfo.InvariantCulture) ?? bare;
        return string.Join(',', parts[..^1].Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Append($"{option.IpVersion}:{code}"));
    }

    private static void ValidateName(string name, int ipVersion)
    {
        if (name.Length is 0 or > MaxLength)
            throw NameNotValid(name, $"it has {name.Length} characters, and 1 to {MaxLength} are allowed");
        string[] parts = name.Split(',');
        foreach (string tag in parts[..^1])
        {
            if (!tag.StartsWith(TagPrefix, StringComparison.Ordinal) || !IsWord(tag.AsSpan(TagPrefix.Length)))
                throw NameNotValid(name, $"only tags, such as tag:ipxe, may stand before a comma, and '{DescribeCharacter.Printable(tag)}' is none");
        }
        string bare = parts[^1];
        if (ExtraDhcpOption.IsClientId(name))
            return;
        if (DhcpOptionNames.FindCode(bare, ipVersion) is not int code)
            throw NameNotValid(name, $"it has to be a name that dnsmasq knows ('dnsmasq --help {(ipVersion == 4 ? "dhcp" : "dhcp6")}' lists them), such as {(ipVersion == 4 ? "bootfile-name" : "bootfile-url")}, or a number");
        if (!char.IsAsciiDigit(bare[0]))
            return;
        int highest = ipVersion == 4 ? HighestIPv4Code : HighestIPv6Code;
        if (code < 1 || code > highest)
            throw NameNotValid(name, $"option numbers of IPv{ipVersion} go from 1 to {highest}");
    }

    private static bool IsWord(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-')
                return false;
        }
        return text.Length > 0 && text[0] != '-';
    }

    private static void ValidateValue(string name, string value, int ipVersion)
    {
        int code = DhcpOptionNames.FindCode(name.Split(',')[^1], ipVersion)!.Value;
        if (value.Length > MaxLength)
            throw ValueNotValid(name, value, $"it has {value.Length} characters, and {MaxLength} are the most");
        if (string.IsNullOrWhiteSpace(value))
        {
            if (ipVersion == 4 && code == CodeThatMayBeBlank)
                return;
            throw ValueNotValid(name, value, "it is empty. Give a value, or $null to remove the option");
        }
        if (DescribeCharacter.FirstControl(value) is { } control)
            throw ValueNotValid(name, value, $"{DescribeCharacter.Of(control)} is not allowed");
        if ((DnsmasqText.FindQuotingFault(value) ?? DhcpOptionValues.Explain(code, ipVersion, value)) is string problem)
            throw ValueNotValid(name, value, problem);
    }

    private static DhcpNetException NameNotValid(string name, string why) =>
        Invalid.Input("OptionNameInvalid", $"'{DescribeCharacter.Printable(name)}' is not a DHCP option: {why}.", name);

    private static DhcpNetException ValueNotValid(string name, string value, string why) =>
        Invalid.Input("OptionValueInvalid", $"'{DescribeCharacter.Printable(value)}' cannot be the value of the DHCP option {name}: {why}.", value);
}
