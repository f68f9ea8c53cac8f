namespace DhcpNet.NetworkFiles;

/// <summary>What came of importing a file.</summary>
/// <param name="Networks">The networks that are there as the file says, in its order; in a trial those that would be. Empty where nothing is kept.</param>
/// <param name="Errors">What was wrong, each with its place in the file.</param>
/// <param name="Warnings">What else a person should know.</param>
public sealed record NetworkImportResult(IReadOnlyList<ImportedNetwork> Networks, IReadOnlyList<DhcpNetException> Errors, IReadOnlyList<string> Warnings);
