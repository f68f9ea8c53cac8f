using System.Net;

namespace DhcpNet.Probe;

/// <summary>A message that came.</summary>
/// <param name="QuestionId">What it answers.</param>
/// <param name="Server">By what the server is known: another answer of the same to the same question is one to a repetition.</param>
/// <param name="Source">The address that it came from.</param>
/// <param name="Message">The message.</param>
internal sealed record ProbeMessage<T>(uint QuestionId, string Server, IPAddress Source, T Message);
