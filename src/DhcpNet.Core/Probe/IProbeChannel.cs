namespace DhcpNet.Probe;

/// <summary>A socket on a probe, for one protocol.</summary>
internal interface IProbeChannel<T> : IDisposable
{
    /// <summary>Sends a question.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">It cannot be sent (yet).</exception>
    Task SendAsync(ProbeQuestion question, CancellationToken cancellationToken);

    /// <summary>Waits for the next message that can be an answer; others, and what is no message at all, are passed over.</summary>
    Task<ProbeMessage<T>> ReceiveAsync(CancellationToken cancellationToken);
}
