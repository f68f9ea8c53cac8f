namespace DhcpNet.Agent;

/// <summary>How long to wait before something that failed is tried again: twice as long each time, up to a limit.</summary>
/// <param name="First">After the first failure.</param>
/// <param name="Longest">However often it fails.</param>
internal sealed record Backoff(TimeSpan First, TimeSpan Longest)
{
    // Of each wait: what fails together, such as all networks of a server, is not to come back together.
    private const double Jitter = 0.2;

    /// <summary>For work on a network, and for questions to the plugin.</summary>
    public static Backoff Usual { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));

    /// <summary>For a network that somebody else works on, mostly for a moment.</summary>
    public static Backoff Busy { get; } = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(10));

    /// <summary>The wait after so many failures in a row, at least one.</summary>
    /// <param name="failures">How many.</param>
    /// <param name="random">From 0 to 1, where in the spread the wait lies.</param>
    public TimeSpan After(int failures, double random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        double doubled = First.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 40));
        return TimeSpan.FromSeconds(Math.Min(doubled, Longest.TotalSeconds) * (1 - (Jitter * random)));
    }

    /// <summary>The same, anywhere in the spread.</summary>
#pragma warning disable CA5394 // spreads load, protects nothing
    public TimeSpan After(int failures) => After(failures, Random.Shared.NextDouble());
#pragma warning restore CA5394
}
