namespace DhcpNet.Metadata;

/// <summary>What was done about a network's metadata proxy.</summary>
/// <param name="Change">What was done.</param>
/// <param name="Reason">Why, in words; null where that goes without saying.</param>
internal sealed record MetadataResult(StepChange Change, string? Reason);
