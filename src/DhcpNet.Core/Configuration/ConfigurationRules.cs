using System.Runtime.CompilerServices;
using DhcpNet.Ovsdb;
using DhcpNet.Validation;

namespace DhcpNet.Configuration;

/// <summary>What the values of a configuration must be.</summary>
public static class ConfigurationRules
{
    // dnsmasq takes no shorter lease (its man page: --dhcp-range, "minimum lease time is two minutes").
    private static readonly TimeSpan ShortestLease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(int.MaxValue);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);
    private const int MaxDeviceNameLength = 15;

    /// <summary>Checks every value.</summary>
    /// <exception cref="DhcpNetException"><c>ConfigurationInvalid</c>: names the value, the rule and the fix.</exception>
    public static void Check(DhcpConfiguration configuration)
    {
        CheckPath(configuration.StatePath);
        CheckOptionalPath(configuration.DnsmasqConfigFile);
        CheckOptionalPath(configuration.DnsmasqBaseLogDir);
        CheckBridge(configuration.IntegrationBridge);
        if (!OvsdbEndpoint.TryParse(configuration.Ovsdb, out _, out string? reason))
            throw new DhcpNetException("ConfigurationInvalid", DhcpNetErrorKind.InvalidInput, reason, configuration.Ovsdb);
        // The machine's own name is as it is.
        if (configuration.HostName != Environment.MachineName)
            HostNameText.Validate(configuration.HostName);
        if (configuration.DnsDomain.Length > 0)
            HostNameText.Validate(configuration.DnsDomain);
        CheckLease(configuration);
        CheckPositive(configuration.OvsdbTimeout, nameof(configuration.OvsdbTimeout));
        if (configuration.LeaseMax < 1)
            throw Invalid(configuration.LeaseMax, "at least one lease must be possible", nameof(configuration.LeaseMax));
        if (configuration.DnsmasqTxtRecord.Any(char.IsControl))
            throw Invalid(configuration.DnsmasqTxtRecord, "control characters are not allowed", nameof(configuration.DnsmasqTxtRecord));
        if (configuration.Dnsmasq.Length == 0 || configuration.Dnsmasq.Any(char.IsControl))
            throw Invalid(configuration.Dnsmasq, "give the program's name or path", nameof(configuration.Dnsmasq));
    }

    private static void CheckPath(string path, [CallerArgumentExpression(nameof(path))] string name = "")
    {
        if (!Path.IsPathFullyQualified(path))
            throw Invalid(path, "give an absolute path, such as /var/lib/dhcpnet", name);
        if (path.Any(char.IsControl))
            throw Invalid(path, "control characters are not allowed", name);
    }

    private static void CheckOptionalPath(string path, [CallerArgumentExpression(nameof(path))] string name = "")
    {
        if (path.Length > 0)
            CheckPath(path, name);
    }

    private static void CheckBridge(string bridge)
    {
        if (bridge.Length is 0 or > MaxDeviceNameLength || bridge.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '/' or ':') || bridge is "." or "..")
            throw Invalid(bridge, $"a bridge's name has 1 to {MaxDeviceNameLength} characters, no '/', ':' or blank among them", nameof(DhcpConfiguration.IntegrationBridge));
    }

    private static void CheckLease(DhcpConfiguration configuration)
    {
        TimeSpan lease = configuration.LeaseDuration;
        if (lease > LongestTime)
            throw Invalid(lease, "give 2147483647 seconds at most, or 'infinite'", nameof(configuration.LeaseDuration));
        if (lease != Timeout.InfiniteTimeSpan && lease < ShortestLease)
            throw Invalid(lease, "dnsmasq gives no lease shorter than two minutes; give 120 seconds or more, or 'infinite'", nameof(configuration.LeaseDuration));
        foreach (TimeSpan time in new[] { configuration.RenewalTime, configuration.RebindingTime })
        {
            if (time < TimeSpan.Zero || (lease != Timeout.InfiniteTimeSpan && time > lease))
                throw Invalid(time, "renewal and rebinding time lie between zero and the lease's duration", time == configuration.RenewalTime ? nameof(configuration.RenewalTime) : nameof(configuration.RebindingTime));
        }
    }

    private static void CheckPositive(TimeSpan time, string name)
    {
        if (time <= TimeSpan.Zero || time > LongestTimeout)
            throw Invalid(time, "give more than zero seconds, and a day at most", name);
    }

    private static DhcpNetException Invalid(object value, string? rule, string name)
    {
        string property = name[(name.LastIndexOf('.') + 1)..];
        return new DhcpNetException("ConfigurationInvalid", DhcpNetErrorKind.InvalidInput, $"'{value}' can't be {property}: {rule}.", value);
    }
}
