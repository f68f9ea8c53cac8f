namespace DhcpNet.Neutron.Messaging;

/// <summary>How long is waited before brokers are tried again: not at all, then 1 s, 3 s, 5 s and so on to 30 s (oslo.messaging: rabbit_retry_interval, rabbit_retry_backoff, rabbit_interval_max).</summary>
internal sealed class ReconnectDelay
{
    /// <summary>The most; a connection that lasted as long was a good one.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(2);

    private TimeSpan _next = TimeSpan.Zero;

    /// <summary>The next one.</summary>
    public TimeSpan Next()
    {
        TimeSpan delay = _next;
        TimeSpan longer = delay == TimeSpan.Zero ? First : delay + Step;
        _next = longer < Max ? longer : Max;
        return delay;
    }

    /// <summary>Begins anew.</summary>
    public void Reset() => _next = TimeSpan.Zero;
}
