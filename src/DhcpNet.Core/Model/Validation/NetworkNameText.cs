namespace DhcpNet.Validation;

/// <summary>Names of networks.</summary>
public static class NetworkNameText
{
    private const int MaxLength = 255;
    private const string Wildcards = "*?[]";

    /// <summary>Checks that a name can be told from an id and from a pattern wherever a network is named.</summary>
    /// <exception cref="DhcpNetException"><c>NetworkNameInvalid</c>.</exception>
    public static void Validate(string name)
    {
        if (name.Length is 0 or > MaxLength)
            throw NotValid(name, $"it has {name.Length} characters, and 1 to {MaxLength} are allowed");
        if (DescribeCharacter.FirstControl(name) is { } control)
            throw NotValid(name, $"{DescribeCharacter.Of(control)} is not allowed");
        if (name[0] == ' ' || name[^1] == ' ')
            throw NotValid(name, "it begins or ends with a space. Leave that out");
        if (name.AsSpan().IndexOfAny(Wildcards) is >= 0 and int at)
            throw NotValid(name, $"'{name[at]}' stands for other characters where networks are looked up. Leave it out");
        if (Guid.TryParse(name, out _))
            throw NotValid(name, "it looks like a network's id. Choose a name that does not");
    }

    private static DhcpNetException NotValid(string name, string why) =>
        Invalid.Input("NetworkNameInvalid", $"'{DescribeCharacter.Printable(name)}' cannot be a network's name: {why}.", name);
}
