using System.Management.Automation;

namespace DhcpNet.Session;

/// <summary>Chooses things by what a user called them. A pattern may match nothing; what is named without wildcards has to be among the things.</summary>
internal sealed class NameFilter
{
    private readonly (string Name, WildcardPattern Pattern)[]? _names;
    private readonly List<string> _missing;

    /// <param name="names">Names and patterns; null: everything is chosen.</param>
    /// <param name="options">Whether case matters.</param>
    private NameFilter(IEnumerable<(string Name, string Pattern)>? names, WildcardOptions options)
    {
        _names = names?.Select(n => (n.Name, WildcardPattern.Get(n.Pattern, options))).ToArray();
        _missing = [.. (_names ?? []).Select(n => n.Name).Where(n => n.Length > 0 && !WildcardPattern.ContainsWildcardCharacters(n)).Distinct()];
    }

    /// <summary>What was named and has not been seen.</summary>
    public IReadOnlyList<string> Missing => _missing;

    /// <summary>Names, null where everything is chosen.</summary>
    public static NameFilter Of(IEnumerable<string>? names, WildcardOptions options = WildcardOptions.IgnoreCase) =>
        new(names?.Select(n => (n, n)), options);

    /// <summary>Names that may be values, which can be written in more than one way.</summary>
    public static NameFilter Of<T>(IEnumerable<string>? names)
        where T : IParsable<T> =>
        new(names?.Select(n => (n, Usual<T>(n))), WildcardOptions.IgnoreCase);

    /// <summary>MAC addresses, and patterns of them, which may be written with hyphens too.</summary>
    public static NameFilter OfMacAddresses(IEnumerable<string>? names) =>
        new(names?.Select(n => (n, Usual<MacAddress>(n).Replace('-', ':'))), WildcardOptions.IgnoreCase);

    /// <summary>Whether a thing is chosen that is called all this.</summary>
    public bool Includes(params string?[] called)
    {
        if (_names is null)
            return true;
        bool isChosen = false;
        foreach ((string name, WildcardPattern pattern) in _names)
        {
            if (!called.Any(c => pattern.IsMatch(c ?? "")))
                continue;
            _missing.Remove(name);
            isChosen = true;
        }
        return isChosen;
    }

    private static string Usual<T>(string name)
        where T : IParsable<T> =>
        T.TryParse(name, provider: null, out T? value) ? $"{value}" : name;
}
