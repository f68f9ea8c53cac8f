namespace DhcpNet.Validation;

/// <summary>Host names: labels of letters, digits and inner hyphens, separated by dots (RFC 1123, section 2.1).</summary>
public static class HostNameText
{
    private const int MaxLength = 253;
    private const int MaxLabelLength = 63;

    /// <summary>Checks a host name.</summary>
    /// <returns>The name, without a dot at its end.</returns>
    /// <exception cref="DhcpNetException"><c>HostNameInvalid</c>.</exception>
    public static string Validate(string name)
    {
        string plain = name.EndsWith('.') ? name[..^1] : name;
        if (plain.Length is 0 or > MaxLength)
            throw NotValid(name, $"it has {plain.Length} characters, and 1 to {MaxLength} are allowed");
        string[] labels = plain.Split('.');
        foreach (string label in labels)
            ValidateLabel(name, label);
        if (labels[^1].All(char.IsAsciiDigit))
            throw NotValid(name, "its last label is a number, so it reads as an address. Put a letter in");
        if (IsReadAsSomethingElse(plain))
            throw NotValid(name, "dnsmasq reads that word in a host line as a lease time or a command. Choose another");
        return plain;
    }

    private static void ValidateLabel(string name, string label)
    {
        if (label.Length == 0)
            throw NotValid(name, "a label between its dots is empty");
        if (label.Length > MaxLabelLength)
            throw NotValid(name, $"the label '{label}' has {label.Length} characters, and {MaxLabelLength} are the most");
        foreach (char c in label)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-')
                throw NotValid(name, $"{DescribeCharacter.Of(c)} is not allowed. Use letters, digits and hyphens");
        }
        if (label[0] == '-' || label[^1] == '-')
            throw NotValid(name, $"the label '{label}' begins or ends with a hyphen");
    }

    // dnsmasq(8), --dhcp-host: [,<hostname>][,<lease_time>][,ignore], told apart by their looks: 3600, 45m, 2d, infinite.
    private static bool IsReadAsSomethingElse(string name) =>
        name is "ignore" or "infinite" || (name[^1] is 's' or 'm' or 'h' or 'd' or 'w' && name[..^1].All(char.IsAsciiDigit) && name.Length > 1);

    private static DhcpNetException NotValid(string name, string why) =>
        Invalid.Input("HostNameInvalid", $"'{DescribeCharacter.Printable(name)}' is not a host name: {why}.", name);
}
