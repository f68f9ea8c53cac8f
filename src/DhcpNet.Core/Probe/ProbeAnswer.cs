namespace DhcpNet.Probe;

/// <summary>An answer to a question.</summary>
/// <param name="Received">The message.</param>
/// <param name="RoundTripTime">Since the question was asked, or asked again.</param>
internal sealed record ProbeAnswer<T>(ProbeMessage<T> Received, TimeSpan RoundTripTime);
