namespace DhcpNet.Plugins.Local;

/// <summary>A property in which something that exists is not as it was asked for.</summary>
/// <param name="Property">The property's name.</param>
/// <param name="Actual">What it is.</param>
/// <param name="Asked">What was asked for.</param>
internal sealed record Difference(string Property, string Actual, string Asked)
{
    /// <summary>The difference between a value and the one asked for; null where none was asked for or they are the same.</summary>
    public static Difference? Between<T>(string property, T? actual, T? asked) =>
        asked is null || EqualityComparer<T>.Default.Equals(actual, asked) ? null : new Difference(property, Text(actual), Text(asked));

    /// <summary>The difference between a value and the one wanted, where null is a value too; null where they are the same.</summary>
    public static Difference? Exactly<T>(string property, T? actual, T? wanted) =>
        EqualityComparer<T>.Default.Equals(actual, wanted) ? null : new Difference(property, Text(actual), Text(wanted));

    /// <summary>The same for lists, whose order matters.</summary>
    public static Difference? BetweenLists<T>(string property, IEnumerable<T> actual, IEnumerable<T>? asked) =>
        asked is null || actual.SequenceEqual(asked) ? null : new Difference(property, Text(actual), Text(asked));

    /// <summary>The same for lists, whose order does not matter.</summary>
    public static Difference? BetweenSets<T>(string property, IEnumerable<T> actual, IEnumerable<T>? asked) =>
        asked is null || actual.ToHashSet().SetEquals(asked) ? null : new Difference(property, Text(actual), Text(asked));

    /// <summary>The difference as a clause of a sentence.</summary>
    public string Clause => $"{Property} {Actual}, not {Asked}";

    /// <summary>Says that something exists, but otherwise than asked for.</summary>
    public DhcpNetException ToException(string errorId, string what, string fix, object target) =>
        new(errorId, DhcpNetErrorKind.Conflict, $"{what} exists already with {Clause}. {fix}", target);

    private static string Text<T>(IEnumerable<T> values) => string.Join(", ", values) is { Length: > 0 } text ? text : "none";

    private static string Text<T>(T? value) => value switch
    {
        null or "" => "none",
        Ipv6Mode mode => Ipv6Modes.ToNeutron(mode),
        string text => $"'{text}'",
        _ => value.ToString()!,
    };
}
