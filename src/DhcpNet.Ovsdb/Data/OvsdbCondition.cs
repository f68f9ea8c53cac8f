namespace DhcpNet.Ovsdb;

/// <summary>Which rows are meant: a test of one column (RFC 7047, section 5.1, <c>condition</c>).</summary>
public sealed record OvsdbCondition
{
    private OvsdbCondition(string column, string function, OvsdbValue value)
    {
        Column = column;
        Function = function;
        Value = value;
    }

    /// <summary>The column that is tested; <c>_uuid</c> is the row's identity.</summary>
    public string Column { get; }

    /// <summary>The test: <c>==</c>, <c>!=</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&gt;=</c>, <c>includes</c> or <c>excludes</c>.</summary>
    public string Function { get; }

    /// <summary>What the column is compared with.</summary>
    public OvsdbValue Value { get; }

    /// <summary>The column equals the value.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">The value.</param>
    /// <returns>The condition.</returns>
    public static OvsdbCondition Equal(string column, OvsdbValue value) => new(column, "==", value);

    /// <summary>The column differs from the value.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">The value.</param>
    /// <returns>The condition.</returns>
    public static OvsdbCondition NotEqual(string column, OvsdbValue value) => new(column, "!=", value);

    /// <summary>The column holds all of the set or map.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">The set or map.</param>
    /// <returns>The condition.</returns>
    public static OvsdbCondition Includes(string column, OvsdbValue value) => new(column, "includes", value);

    /// <summary>The column holds nothing of the set or map.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">The set or map.</param>
    /// <returns>The condition.</returns>
    public static OvsdbCondition Excludes(string column, OvsdbValue value) => new(column, "excludes", value);

    /// <summary>The number in the column is less.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">The number.</param>
    /// <returns>The condition.</returns>
    public static OvsdbCondition Less(string column, OvsdbValue value) => new(column, "<", value);

    /// <summary>The number in the column is greater.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">The number.</param>
    /// <returns>The condition.</returns>
    public static OvsdbCondition Greater(string column, OvsdbValue value) => new(column, ">", value);

    /// <summary>The number in the column is not greater.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">The number.</param>
    /// <returns>The condition.</returns>
    public static OvsdbCondition LessOrEqual(string column, OvsdbValue value) => new(column, "<=", value);

    /// <summary>The number in the column is not less.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">The number.</param>
    /// <returns>The condition.</returns>
    public static OvsdbCondition GreaterOrEqual(string column, OvsdbValue value) => new(column, ">=", value);

    /// <summary>Tests a row here, for a server whose monitors take no conditions.</summary>
    internal bool Matches(Guid uuid, OvsdbRow row)
    {
        OvsdbValue actual = Column == OvsdbRow.UuidColumn ? uuid : row[Column];
        return Function switch
        {
            "==" => actual.Equals(Value),
            "!=" => !actual.Equals(Value),
            "includes" => CountShared(actual) == Value.Count,
            "excludes" => CountShared(actual) == 0,
            "<" => actual.AsReal() < Value.AsReal(),
            ">" => actual.AsReal() > Value.AsReal(),
            "<=" => actual.AsReal() <= Value.AsReal(),
            _ => actual.AsReal() >= Value.AsReal(),
        };
    }

    private int CountShared(OvsdbValue actual)
    {
        if (Value.IsMap)
            return Value.Pairs.Count(p => actual.Pairs.TryGetValue(p.Key, out object? value) && value.Equals(p.Value));
        return actual.IsMap ? Value.Atoms.Count(actual.Pairs.ContainsKey) : Value.Atoms.Intersect(actual.Atoms).Count();
    }
}
