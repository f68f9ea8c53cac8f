using System.Text.RegularExpressions;

namespace DhcpNet.Configuration.Import;

/// <summary>
/// Puts other options' values in the place of <c>$name</c>, <c>${name}</c> and <c>${section.name}</c>; <c>$$</c> and <c>\$</c> are a dollar sign
/// (oslo.config, "Option Value Interpolation"). An option of the same section comes before one of DEFAULT.
/// </summary>
/// <param name="values">The values that prevail, by <see cref="OsloOption.Key"/>.</param>
/// <param name="defaults">What stands for options that are not among them.</param>
internal sealed partial class OsloReferences(IReadOnlyDictionary<string, OsloOption> values, IReadOnlyDictionary<string, string> defaults)
{
    /// <summary>An option's value without references.</summary>
    /// <exception cref="FormatException">It refers to what is not there, or to itself. The message is the rule.</exception>
    public string Resolve(OsloOption option) => Resolve(option.Value, option.Group, [option.Key]);

    private string Resolve(string value, string group, IReadOnlyList<string> seen) =>
        Reference().Replace(value, m => m.Groups["name"] is { Success: true, Value: var name } ? ValueOf(name, group, seen) : m.Groups["dollar"].Success ? "$" : m.Value);

    private string ValueOf(string name, string group, IReadOnlyList<string> seen)
    {
        string key = Keys(name, group).FirstOrDefault(k => values.ContainsKey(k) || defaults.ContainsKey(k))
            ?? throw new FormatException($"it refers to '${name}', and none of the files sets that; write what is meant in its place");
        if (seen.Contains(key))
            throw new FormatException($"it refers to '${name}', which refers back to it; write what is meant in its place");
        string value = values.TryGetValue(key, out OsloOption? option) ? option.Value : defaults[key];
        return Resolve(value, key[..key.IndexOf('/', StringComparison.Ordinal)], [.. seen, key]);
    }

    private static IEnumerable<string> Keys(string name, string group)
    {
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0
            ? [OsloOption.KeyOf(OsloOption.Normalize(name[..dot]), name[(dot + 1)..])]
            : [OsloOption.KeyOf(group, name), OsloOption.KeyOf(OsloOption.DefaultSection, name)];
    }

    [GeneratedRegex(@"(?<dollar>\$\$|\\\$)|\$(?:\{(?<name>[_a-z][._a-z0-9]*)\}|(?<name>[_a-z][._a-z0-9]*))", RegexOptions.IgnoreCase)]
    private static partial Regex Reference();
}
