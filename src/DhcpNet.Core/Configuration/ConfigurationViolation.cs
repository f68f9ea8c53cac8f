namespace DhcpNet.Configuration;

/// <summary>A value that a configuration may not have.</summary>
/// <param name="Property">The property of <see cref="DhcpConfiguration"/>.</param>
/// <param name="Value">The value, as a person would write it.</param>
/// <param name="Rule">The rule that it breaks and what to give instead; a clause without a full stop.</param>
internal sealed record ConfigurationViolation(string Property, string Value, string Rule)
{
    /// <summary>Says it in one sentence.</summary>
    /// <param name="name">What the reader calls the value: a parameter, a key, an option.</param>
    public string Describe(string name) => $"{name} can't be '{Value}': {Rule}.";
}
