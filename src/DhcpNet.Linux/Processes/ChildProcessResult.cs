namespace DhcpNet.Linux;

/// <summary>How a program ended.</summary>
public sealed record ChildProcessResult
{
    /// <summary>Its exit code; 0 says success.</summary>
    public required int ExitCode { get; init; }

    /// <summary>What it wrote to its standard output, as UTF-8.</summary>
    public required string StandardOutput { get; init; }

    /// <summary>What it wrote to its standard error, as UTF-8.</summary>
    public required string StandardError { get; init; }

    /// <summary>
    /// The signal that ended it, or null. .NET reports such an end as 128 + the signal, like a shell, so a program that itself exits with
    /// 129 to 192 looks the same.
    /// </summary>
    public int? Signal => ExitCode is > 128 and <= 192 ? ExitCode - 128 : null;
}
