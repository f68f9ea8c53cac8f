namespace DhcpNet.Setup;

/// <summary>Something of a network's service that is not as it is to be.</summary>
/// <param name="Problem">What is wrong, in words.</param>
/// <param name="Remedy">What mends it, as an order: <c>set MAC address …</c>; null: somebody else has to.</param>
public sealed record Finding(string Problem, string? Remedy);
