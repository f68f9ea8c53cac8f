using System.Collections.Concurrent;

namespace DhcpNet.Neutron.Messaging;

/// <summary>
/// How long the answers to methods are waited for: twice as long after each call that had none, since a server that is behind with its
/// work falls further behind where calls are given up and made anew (Neutron: BackingOffClient).
/// </summary>
internal sealed class MethodTimeouts(TimeSpan initial)
{
    private const int MaxFactor = 10;

    private readonly ConcurrentDictionary<string, TimeSpan> _timeouts = new(StringComparer.Ordinal);

    /// <summary>The most that any becomes.</summary>
    public TimeSpan Max { get; } = initial * MaxFactor;

    /// <summary>The timeout of a method.</summary>
    public TimeSpan Of(string method) => _timeouts.GetValueOrDefault(method, initial);

    /// <summary>Says that a call had no answer within a timeout.</summary>
    public void Expired(string method, TimeSpan timeout)
    {
        TimeSpan next = timeout * 2 < Max ? timeout * 2 : Max;
        _timeouts.AddOrUpdate(method, next, (_, known) => known > next ? known : next);
    }
}
