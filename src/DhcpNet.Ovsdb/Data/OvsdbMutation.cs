namespace DhcpNet.Ovsdb;

/// <summary>A change of one column that depends on its value (RFC 7047, section 5.1, <c>mutation</c>).</summary>
public sealed record OvsdbMutation
{
    private OvsdbMutation(string column, string mutator, OvsdbValue value)
    {
        Column = column;
        Mutator = mutator;
        Value = value;
    }

    /// <summary>The column that changes.</summary>
    public string Column { get; }

    /// <summary>How: <c>+=</c>, <c>-=</c>, <c>*=</c>, <c>/=</c>, <c>%=</c>, <c>insert</c> or <c>delete</c>.</summary>
    public string Mutator { get; }

    /// <summary>By what.</summary>
    public OvsdbValue Value { get; }

    /// <summary>Adds to the numbers of the column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">The number.</param>
    /// <returns>The mutation.</returns>
    public static OvsdbMutation Add(string column, OvsdbValue value) => new(column, "+=", value);

    /// <summary>Subtracts from the numbers of the column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">The number.</param>
    /// <returns>The mutation.</returns>
    public static OvsdbMutation Subtract(string column, OvsdbValue value) => new(column, "-=", value);

    /// <summary>Multiplies the numbers of the column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">The number.</param>
    /// <returns>The mutation.</returns>
    public static OvsdbMutation Multiply(string column, OvsdbValue value) => new(column, "*=", value);

    /// <summary>Divides the numbers of the column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">The number.</param>
    /// <returns>The mutation.</returns>
    public static OvsdbMutation Divide(string column, OvsdbValue value) => new(column, "/=", value);

    /// <summary>Takes the remainders of the integers of the column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">The integer.</param>
    /// <returns>The mutation.</returns>
    public static OvsdbMutation Remainder(string column, OvsdbValue value) => new(column, "%=", value);

    /// <summary>Adds atoms to the set, or pairs whose keys are not there yet to the map.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">A set, or a map.</param>
    /// <returns>The mutation.</returns>
    public static OvsdbMutation Insert(string column, OvsdbValue value) => new(column, "insert", value);

    /// <summary>Removes atoms from the set, or pairs from the map.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">A set; of a map also the set of the keys.</param>
    /// <returns>The mutation.</returns>
    public static OvsdbMutation Delete(string column, OvsdbValue value) => new(column, "delete", value);
}
