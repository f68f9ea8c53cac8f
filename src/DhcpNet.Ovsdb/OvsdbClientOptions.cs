namespace DhcpNet.Ovsdb;

/// <summary>How an <see cref="OvsdbClient"/> behaves towards its server.</summary>
public sealed record OvsdbClientOptions
{
    /// <summary>How long connecting may take, and how long a lost server is waited for. 5 seconds unless set.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the answer to a request may take. 30 seconds unless set.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// After this long a silence the server is asked for an echo; after as long a silence again the connection counts as lost.
    /// 15 seconds unless set; <see cref="Timeout.InfiniteTimeSpan"/> never asks.
    /// </summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The pause after the first failed attempt to reconnect; it doubles with each. 50 milliseconds unless set.</summary>
    public TimeSpan ReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest pause between two attempts to reconnect. 5 seconds unless set.</summary>
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The largest message accepted from the server, in bytes. 64 MiB unless set: about 100,000 ports in one answer.</summary>
    public int MaxMessageBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Called with one line for each message sent (<c>&gt; …</c>) or received (<c>&lt; …</c>), from any thread; must not throw.</summary>
    public Action<string>? Trace { get; init; }
}
