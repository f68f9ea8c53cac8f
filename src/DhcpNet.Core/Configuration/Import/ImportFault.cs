namespace DhcpNet.Configuration.Import;

/// <summary>What is wrong with a line of a file that is imported.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Problem">What is wrong and what to do; a clause without a full stop. It has no value that could be a secret.</param>
internal sealed record ImportFault(string File, int Line, string Problem)
{
    /// <summary>The line, as compilers name one.</summary>
    public string Place => $"{File}:{Line}";

    /// <summary>The failure that a user is told.</summary>
    public DhcpNetException ToException() =>
        new("AgentFileInvalid", DhcpNetErrorKind.InvalidInput, $"{Place}: {Problem}.", Place);
}
