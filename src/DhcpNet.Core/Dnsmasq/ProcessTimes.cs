using System.Globalization;

namespace DhcpNet.Dnsmasq;

/// <summary>Clock times of processes.</summary>
internal static class ProcessTimes
{
    // USER_HZ, in which the kernel tells start times: 100 on every architecture that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>When a process was started that the kernel says started so many ticks after boot.</summary>
    public static DateTimeOffset ToTime(ulong ticksSinceBoot)
    {
        string uptime = File.ReadAllText("/proc/uptime").Split(' ')[0];
        TimeSpan sinceBoot = TimeSpan.FromSeconds(double.Parse(uptime, CultureInfo.InvariantCulture));
        return DateTimeOffset.UtcNow - sinceBoot + TimeSpan.FromSeconds(ticksSinceBoot / TicksPerSecond);
    }
}
