namespace DhcpNet.NeutronTests.Lab;

/// <summary>Waits for what is to come by itself.</summary>
internal static class Waiting
{
    /// <summary>How long anything may take unless a test says otherwise.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Waits until something is so that this host tells.</summary>
    public static Task UntilAsync(string what, Func<bool> condition, TimeSpan? patience = null) =>
        UntilAsync(what, () => Task.FromResult(condition()), TimeSpan.FromMilliseconds(50), patience);

    /// <summary>Waits until something is so that somebody has to be asked for.</summary>
    public static Task UntilAsync(string what, Func<Task<bool>> condition) => UntilAsync(what, condition, TimeSpan.FromMilliseconds(100), patience: null);

    private static async Task UntilAsync(string what, Func<Task<bool>> condition, TimeSpan interval, TimeSpan? patience)
    {
        for (long end = Environment.TickCount64 + (long)(patience ?? Patience).TotalMilliseconds; !await condition(); await Task.Delay(interval))
            Assert.True(Environment.TickCount64 < end, $"{what} did not come.");
    }
}
