namespace DhcpNet.Linux;

/// <summary>A program to run to its end.</summary>
public sealed record ChildProcessStart
{
    /// <summary>The program: a path, or a name that is looked for as by <see cref="ChildProcess.Find"/>.</summary>
    public required string FileName { get; init; }

    /// <summary>Its arguments, each passed as it is: there is no shell.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The network namespace to run in; null for the caller's.</summary>
    public string? NamespaceName { get; init; }

    /// <summary>What it reads from its standard input; null for nothing.</summary>
    public string? StandardInput { get; init; }

    /// <summary>Environment variables to set on top of the caller's; a null value takes one away.</summary>
    public IReadOnlyDictionary<string, string?>? Environment { get; init; }

    /// <summary>How long it may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
