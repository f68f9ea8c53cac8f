using System.Globalization;

namespace DhcpNet.Validation;

/// <summary>Extra DHCP options: what may stand in dnsmasq's files without becoming something else there.</summary>
public static class DhcpOptionText
{
    private const string TagPrefix = "tag:";
    private const int MaxLength = 255;
    private const int HighestIPv4Code = 254;
    private const int HighestIPv6Code = 65535;

    // Neutron: constants of extra_dhcp_opt, VALID_BLANK_EXTRA_DHCP_OPTS
    private static readonly string[] NamesThatMayBeBlank = ["router", "classless-static-route"];

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
        if (name == ExtraDhcpOption.ClientId)
            ValidateClientId(value);
        else
            ValidateValue(name, value);
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
        if (!IsWord(bare))
            throw NameNotValid(name, "it has to be letters, digits and hyphens, such as bootfile-name, or a number");
        if (!bare.All(char.IsAsciiDigit))
            return;
        int highest = ipVersion == 4 ? HighestIPv4Code : HighestIPv6Code;
        if (!int.TryParse(bare, NumberStyles.None, CultureInfo.InvariantCulture, out int code) || code < 1 || code > highest)
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

    private static void ValidateValue(string name, string value)
    {
        if (value.Length > MaxLength)
            throw ValueNotValid(name, value, $"it has {value.Length} characters, and {MaxLength} are the most");
        if (string.IsNullOrWhiteSpace(value) && !NamesThatMayBeBlank.Contains(name.Split(',')[^1]))
            throw ValueNotValid(name, value, "it is empty. Give a value, or $null to remove the option");
        if (DescribeCharacter.FirstControl(value) is { } control)
            throw ValueNotValid(name, value, $"{DescribeCharacter.Of(control)} is not allowed");
        ValidateQuoting(name, value);
    }

    // dnsmasq reads its files word by word: a double quote opens a string in which a backslash escapes, and '#' behind a blank
    // begins a comment (option.c: read_file).
    private static void ValidateQuoting(string name, string value)
    {
        bool quoted = false;
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] == '"')
                quoted = !quoted;
            else if (quoted && value[i] == '\\')
                i++;
            else if (!quoted && value[i] == '#' && i > 0 && value[i - 1] == ' ')
                throw ValueNotValid(name, value, "dnsmasq takes '#' behind a space for a comment. Put the value in double quotes");
        }
        if (quoted)
            throw ValueNotValid(name, value, "a double quote is not closed");
    }

    private static void ValidateClientId(string value)
    {
        if (value.Length is 0 or > MaxLength)
            throw ClientIdNotValid(value, $"it has {value.Length} characters, and 1 to {MaxLength} are allowed");
        foreach (char c in value)
        {
            if (c is < ' ' or > '~' or ',' or '"' or '\\' or '#')
                throw ClientIdNotValid(value, $"{DescribeCharacter.Of(c)} would be read as something else. Write the id in hexadecimal, like 01:fa:16:3e:00:00:02");
        }
        if (value[0] == ' ' || value[^1] == ' ')
            throw ClientIdNotValid(value, "it begins or ends with a space");
    }

    private static DhcpNetException NameNotValid(string name, string why) =>
        Invalid.Input("OptionNameInvalid", $"'{DescribeCharacter.Printable(name)}' is not a DHCP option: {why}.", name);

    private static DhcpNetException ValueNotValid(string name, string value, string why) =>
        Invalid.Input("OptionValueInvalid", $"'{DescribeCharacter.Printable(value)}' cannot be the value of the DHCP option {name}: {why}.", value);

    private static DhcpNetException ClientIdNotValid(string value, string why) =>
        Invalid.Input("ClientIdInvalid", $"'{DescribeCharacter.Printable(value)}' cannot be a client id: {why}.", value);
}
