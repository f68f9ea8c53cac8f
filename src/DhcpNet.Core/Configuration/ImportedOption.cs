namespace DhcpNet;

/// <summary>An option of an agent's file, and what became of it.</summary>
public sealed record ImportedOption
{
    /// <summary>What became of it.</summary>
    public required ImportedOptionStatus Status { get; init; }

    /// <summary>The section, as it is written.</summary>
    public required string Section { get; init; }

    /// <summary>The option's name.</summary>
    public required string Option { get; init; }

    /// <summary>The value, references to other options resolved where it is used; stars where it may be a secret.</summary>
    public required string Value { get; init; }

    /// <summary>The parameter of <c>Set-DhcpConfiguration</c> that it is, where it is one.</summary>
    public string? Parameter { get; init; }

    /// <summary>Why it is not used.</summary>
    public string? Reason { get; init; }

    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>The line on which it begins, from 1.</summary>
    public required int Line { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"[{Section}] {Option} = {Value}";
}
