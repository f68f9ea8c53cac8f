namespace DhcpNet.Configuration.Import;

/// <summary>What an agent's files say.</summary>
/// <param name="Configuration">The configuration with what they set. To be taken only where there is no error.</param>
/// <param name="Options">Every option, in the files' order.</param>
/// <param name="Warnings">Where the agent does something else than DhcpNet; a sentence each.</param>
/// <param name="Errors">All that is wrong with the files.</param>
public sealed record ImportResult(
    DhcpConfiguration Configuration,
    IReadOnlyList<ImportedOption> Options,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<DhcpNetException> Errors);
