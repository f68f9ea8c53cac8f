using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DhcpNet.Ovsdb;

/// <summary>
/// The value of a column (RFC 7047, section 5.1): a set of atoms or a map. A single atom and the set of that one atom are the same value.
/// An atom is a string, integer, real, boolean, a row's identity or the name of a row that the same transaction inserts.
/// Values are immutable, and equal if they hold the same atoms, in whatever order.
/// </summary>
public sealed class OvsdbValue : IEquatable<OvsdbValue>
{
    // Boxed string, long, double, bool, Guid or OvsdbNamedUuid.
    private readonly IReadOnlyList<object> _atoms;
    private readonly IReadOnlyDictionary<object, object>? _map;

    private OvsdbValue(IReadOnlyList<object> atoms) => _atoms = atoms;

    private OvsdbValue(IReadOnlyDictionary<object, object> map)
    {
        _atoms = [];
        _map = map;
    }

    /// <summary>The empty set: the value of an optional column that has none.</summary>
    public static OvsdbValue Empty { get; } = new([]);

    /// <summary>The empty map.</summary>
    public static OvsdbValue EmptyMap { get; } = new(new Dictionary<object, object>());

    /// <summary>Whether the value is a map.</summary>
    [MemberNotNullWhen(true, nameof(_map))]
    public bool IsMap => _map is not null;

    /// <summary>How many atoms the set, or pairs the map, has.</summary>
    public int Count => IsMap ? _map.Count : _atoms.Count;

    internal IReadOnlyList<object> Atoms => _atoms;

    internal IReadOnlyDictionary<object, object> Pairs => _map ?? throw Mismatch("a map");

    /// <summary>Makes a value of a string.</summary>
    /// <param name="value">The string.</param>
    public static implicit operator OvsdbValue(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new OvsdbValue([value]);
    }

    /// <summary>Makes a value of an integer.</summary>
    /// <param name="value">The integer.</param>
    public static implicit operator OvsdbValue(long value) => new([value]);

    /// <summary>Makes a value of a real number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator OvsdbValue(double value) => new([value]);

    /// <summary>Makes a value of a truth value.</summary>
    /// <param name="value">The truth value.</param>
    public static implicit operator OvsdbValue(bool value) => new([value]);

    /// <summary>Makes a value of a row's identity.</summary>
    /// <param name="value">The row's identity.</param>
    public static implicit operator OvsdbValue(Guid value) => new([value]);

    /// <summary>Makes a set of strings.</summary>
    /// <param name="values">The strings.</param>
    /// <returns>The set.</returns>
    public static OvsdbValue Set(IEnumerable<string> values) => new([.. values]);

    /// <summary>Makes a set of integers.</summary>
    /// <param name="values">The integers.</param>
    /// <returns>The set.</returns>
    public static OvsdbValue Set(IEnumerable<long> values) => new([.. values]);

    /// <summary>Makes a set of rows.</summary>
    /// <param name="values">The rows' identities.</param>
    /// <returns>The set.</returns>
    public static OvsdbValue Set(IEnumerable<Guid> values) => new([.. values]);

    /// <summary>Makes a set of the atoms of others, such as of rows that the same transaction inserts.</summary>
    /// <param name="values">Values that are no maps.</param>
    /// <returns>The set.</returns>
    public static OvsdbValue Union(IEnumerable<OvsdbValue> values) => new([.. values.SelectMany(v => v._atoms)]);

    /// <summary>Makes a map from strings to strings.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <returns>The map.</returns>
    public static OvsdbValue Map(IEnumerable<KeyValuePair<string, string>> pairs)
        => new(pairs.ToDictionary(p => (object)p.Key, p => (object)p.Value));

    /// <summary>Reads the one string of the value.</summary>
    /// <returns>The string.</returns>
    /// <exception cref="FormatException">The value is something else.</exception>
    public string AsString() => Single<string>("a string");

    /// <summary>Reads the one integer of the value.</summary>
    /// <returns>The integer.</returns>
    /// <exception cref="FormatException">The value is something else.</exception>
    public long AsInteger() => Single<long>("an integer");

    /// <summary>Reads the one truth value of the value.</summary>
    /// <returns>The truth value.</returns>
    /// <exception cref="FormatException">The value is something else.</exception>
    public bool AsBoolean() => Single<bool>("a boolean");

    /// <summary>Reads the one row's identity of the value.</summary>
    /// <returns>The row's identity.</returns>
    /// <exception cref="FormatException">The value is something else.</exception>
    public Guid AsUuid() => Single<Guid>("a uuid");

    /// <summary>Reads the one number of the value.</summary>
    /// <returns>The number.</returns>
    /// <exception cref="FormatException">The value is something else.</exception>
    public double AsReal() => Count == 1 && _atoms.Count == 1 && _atoms[0] is long integer ? integer : Single<double>("a real number");

    /// <summary>Reads an optional string.</summary>
    /// <returns>The string; <see langword="null"/> of the empty set.</returns>
    /// <exception cref="FormatException">The value is something else.</exception>
    public string? AsOptionalString() => IsEmptySet ? null : AsString();

    /// <summary>Reads an optional integer.</summary>
    /// <returns>The integer; <see langword="null"/> of the empty set.</returns>
    /// <exception cref="FormatException">The value is something else.</exception>
    public long? AsOptionalInteger() => IsEmptySet ? null : AsInteger();

    /// <summary>Reads a set of strings.</summary>
    /// <returns>The strings.</returns>
    /// <exception cref="FormatException">The value is something else.</exception>
    public IReadOnlyList<string> AsStrings() => All<string>("strings");

    /// <summary>Reads a set of rows' identities.</summary>
    /// <returns>The identities.</returns>
    /// <exception cref="FormatException">The value is something else.</exception>
    public IReadOnlyList<Guid> AsUuids() => All<Guid>("uuids");

    /// <summary>Reads a map from strings to strings.</summary>
    /// <returns>The map.</returns>
    /// <exception cref="FormatException">The value is something else.</exception>
    public IReadOnlyDictionary<string, string> AsStringMap()
    {
        Dictionary<string, string> map = new(StringComparer.Ordinal);
        foreach ((object key, object value) in Pairs)
            map[key as string ?? throw Mismatch("a map of strings")] = value as string ?? throw Mismatch("a map of strings");
        return map;
    }

    /// <inheritdoc/>
    public bool Equals(OvsdbValue? other)
    {
        if (other is null || IsMap != other.IsMap || Count != other.Count)
            return false;
        if (IsMap)
            return _map.All(p => other.Pairs.TryGetValue(p.Key, out object? value) && p.Value.Equals(value));
        return Count == 1 ? _atoms[0].Equals(other._atoms[0]) : _atoms.ToHashSet().SetEquals(other._atoms);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as OvsdbValue);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        // Order must not matter: hence a sum.
        int hash = Count;
        foreach (object atom in IsMap ? _map.Keys : _atoms)
            hash = unchecked(hash + atom.GetHashCode());
        return hash;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        if (IsMap)
            return "{" + string.Join(", ", _map.Select(p => $"{Format(p.Key)}={Format(p.Value)}")) + "}";
        return Count == 1 ? Format(_atoms[0]) : "[" + string.Join(", ", _atoms.Select(Format)) + "]";
    }

    internal static OvsdbValue OfAtoms(IReadOnlyList<object> atoms) => new(atoms);

    internal static OvsdbValue OfPairs(IReadOnlyDictionary<object, object> pairs) => new(pairs);

    internal static OvsdbValue Named(string uuidName) => new([new OvsdbNamedUuid(uuidName)]);

    private bool IsEmptySet => !IsMap && _atoms.Count == 0;

    private static string Format(object atom) => Convert.ToString(atom, CultureInfo.InvariantCulture)!;

    private T Single<T>(string expected) => !IsMap && _atoms is [T atom] ? atom : throw Mismatch(expected);

    private T[] All<T>(string expected)
        => !IsMap && _atoms.All(a => a is T) ? [.. _atoms.Cast<T>()] : throw Mismatch($"a set of {expected}");

    private FormatException Mismatch(string expected) => new($"The OVSDB value {this} is not {expected}.");
}
