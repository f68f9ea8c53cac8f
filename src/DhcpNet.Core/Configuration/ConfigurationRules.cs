using System.Globalization;
using System.Net;
using DhcpNet.Dnsmasq;
using DhcpNet.Metadata;
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
    private const int MaxZoneLength = 255;
    private const int MaxExchangeLength = 127;

    private const string HaproxyRule = "haproxy reads no path with blanks, quotation marks, backslashes, '#' or '$'";

    // dnsmasq refuses longer arguments (MAXDNAME); a path has a file's name and an option before and after it.
    private const int MaxTextLength = DnsmasqText.MaxLineBytes / 2;

    /// <summary>Checks every value that a person gives.</summary>
    /// <exception cref="DhcpNetException"><c>ConfigurationInvalid</c>: names each value that can't be, the rule and the fix.</exception>
    public static void Check(DhcpConfiguration configuration) => ThrowIfAny(Violations(configuration));

    /// <summary>
    /// Checks that dnsmasq's files and command line can be made of a configuration. That is less than <see cref="Check"/> asks: times that
    /// are unwise, but which Neutron writes too, are written.
    /// </summary>
    /// <exception cref="DhcpNetException"><c>ConfigurationInvalid</c>.</exception>
    internal static void CheckWritable(DhcpConfiguration configuration) => ThrowIfAny(WritableViolations(configuration));

    /// <summary>Checks that haproxy's files can be made of a configuration.</summary>
    /// <exception cref="DhcpNetException"><c>ConfigurationInvalid</c>.</exception>
    internal static void CheckProxyWritable(DhcpConfiguration configuration) => ThrowIfAny(ProxyViolations(configuration));

    /// <summary>Everything that is wrong with a configuration.</summary>
    internal static IEnumerable<ConfigurationViolation> Violations(DhcpConfiguration configuration)
    {
        IEnumerable<ConfigurationViolation?> found =
        [
            Bridge(configuration.IntegrationBridge),
            Endpoint(configuration.Ovsdb),
            Timeout(nameof(configuration.OvsdbTimeout), configuration.OvsdbTimeout),
            HostName(configuration.HostName),
            Lease(configuration.LeaseDuration),
            WithinLease(nameof(configuration.RenewalTime), configuration.RenewalTime, configuration.LeaseDuration),
            WithinLease(nameof(configuration.RebindingTime), configuration.RebindingTime, configuration.LeaseDuration),
            Program(nameof(configuration.Dnsmasq), configuration.Dnsmasq),
            Program(nameof(configuration.Haproxy), configuration.Haproxy),
            Interval(nameof(configuration.ReportInterval), configuration.ReportInterval),
            Interval(nameof(configuration.CheckChildProcessesInterval), configuration.CheckChildProcessesInterval),
            ChildAction(configuration.CheckChildProcessesAction),
            AvailabilityZone(configuration.AvailabilityZone),
            Exchange(configuration.ControlExchange),
            Timeout(nameof(configuration.RpcResponseTimeout), configuration.RpcResponseTimeout),
            MetricsPort(configuration.MetricsPort),
        ];
        return WritableViolations(configuration).Concat(found.OfType<ConfigurationViolation>()).Concat(ProxyViolations(configuration)).DistinctBy(v => v.Property);
    }

    private static IEnumerable<ConfigurationViolation> WritableViolations(DhcpConfiguration configuration)
    {
        IEnumerable<ConfigurationViolation?> found =
        [
            Path(nameof(configuration.StatePath), configuration.StatePath),
            ConfsPath(configuration),
            OptionalPath(nameof(configuration.DnsmasqConfigFile), configuration.DnsmasqConfigFile),
            OptionalPath(nameof(configuration.DnsmasqBaseLogDir), configuration.DnsmasqBaseLogDir),
            Domain(configuration.DnsDomain),
            AnyLease(configuration.LeaseDuration),
            LeaseMax(configuration.LeaseMax),
            TxtRecord(configuration.DnsmasqTxtRecord),
        ];
        return found.OfType<ConfigurationViolation>();
    }

    // The state path is in haproxy's files only where there are any.
    private static IEnumerable<ConfigurationViolation> ProxyViolations(DhcpConfiguration configuration)
    {
        IEnumerable<ConfigurationViolation?> found =
        [
            MetadataRule.IsOn(configuration) && !HaproxyText.IsPath(configuration.StatePath)
                ? Violation(nameof(configuration.StatePath), configuration.StatePath, $"where metadata is on, {HaproxyRule}")
                : null,
            Socket(configuration),
            Account(nameof(configuration.MetadataProxyUser), configuration.MetadataProxyUser, "user"),
            Account(nameof(configuration.MetadataProxyGroup), configuration.MetadataProxyGroup, "group"),
        ];
        return found.OfType<ConfigurationViolation>();
    }

    private static void ThrowIfAny(IEnumerable<ConfigurationViolation> found)
    {
        ConfigurationViolation[] violations = [.. found];
        if (violations.Length > 0)
        {
            throw new DhcpNetException("ConfigurationInvalid", DhcpNetErrorKind.InvalidInput,
                string.Join(' ', violations.Select(v => v.Describe(v.Property))), violations[0].Property);
        }
    }

    private static ConfigurationViolation? Path(string property, string path) =>
        System.IO.Path.IsPathFullyQualified(path)
            ? Text(property, path)
            : Violation(property, path, "give an absolute path, such as /var/lib/dhcpnet");

    // Where it goes along with the state path, that has been checked.
    private static ConfigurationViolation? ConfsPath(DhcpConfiguration configuration) =>
        configuration.ConfsPath == DhcpConfiguration.ConfsPathBelow(configuration.StatePath) ? null : Path(nameof(configuration.ConfsPath), configuration.ConfsPath);

    private static ConfigurationViolation? OptionalPath(string property, string path) =>
        string.IsNullOrWhiteSpace(path) ? null : Path(property, path);

    private static ConfigurationViolation? Bridge(string bridge)
    {
        bool fits = bridge.Length is > 0 and <= MaxDeviceNameLength
            && !bridge.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '/' or ':')
            && bridge is not ("." or "..");
        return fits ? null : Violation(nameof(DhcpConfiguration.IntegrationBridge), bridge, $"a bridge's name has 1 to {MaxDeviceNameLength} characters, no '/', ':' or blank among them");
    }

    private static ConfigurationViolation? Endpoint(string endpoint) =>
        OvsdbEndpoint.TryParse(endpoint, out _, out string? reason) ? null : Violation(nameof(DhcpConfiguration.Ovsdb), endpoint, reason!.TrimEnd('.'));

    private static ConfigurationViolation? Timeout(string property, TimeSpan time) =>
        time > TimeSpan.Zero && time <= LongestTimeout ? null : Violation(property, time, "give more than zero seconds, and a day at most");

    private static ConfigurationViolation? HostName(string name)
    {
        // The machine's own name is as it is; Neutron takes an address for a name too.
        if (name == Environment.MachineName || IPAddressText.TryParse(name, out IPAddress? _))
            return null;
        try
        {
            HostNameText.Validate(name);
            return null;
        }
        catch (DhcpNetException e)
        {
            return Violation(nameof(DhcpConfiguration.HostName), name, e.Message.TrimEnd('.'));
        }
    }

    private static ConfigurationViolation? Domain(string domain) =>
        domain.Length == 0 || DnsmasqText.IsName(domain)
            ? null
            : Violation(nameof(DhcpConfiguration.DnsDomain), domain, "a domain's name has labels of letters, digits and hyphens with dots between them, such as openstacklocal");

    private static ConfigurationViolation? Lease(TimeSpan lease) =>
        lease == System.Threading.Timeout.InfiniteTimeSpan || (lease >= ShortestLease && lease <= LongestTime)
            ? null
            : Violation(nameof(DhcpConfiguration.LeaseDuration), lease, "dnsmasq gives no lease shorter than two minutes; give 120 to 2147483647 seconds, or 'infinite'");

    private static ConfigurationViolation? AnyLease(TimeSpan lease) =>
        lease > TimeSpan.Zero || lease == System.Threading.Timeout.InfiniteTimeSpan ? null : Lease(lease);

    private static ConfigurationViolation? WithinLease(string property, TimeSpan time, TimeSpan lease)
    {
        TimeSpan longest = lease == System.Threading.Timeout.InfiniteTimeSpan ? LongestTime : lease;
        return time >= TimeSpan.Zero && time <= longest
            ? null
            : Violation(property, time, "renewal and rebinding time lie between zero and the lease's duration");
    }

    private static ConfigurationViolation? LeaseMax(int max) =>
        max >= 1 ? null : Violation(nameof(DhcpConfiguration.LeaseMax), max, "at least one lease must be possible; give 1 or more");

    private static ConfigurationViolation? TxtRecord(string record)
    {
        if (record.Length > 0 && !DnsmasqText.IsRecordName(record.Split(',')[0]))
            return Violation(nameof(DhcpConfiguration.DnsmasqTxtRecord), record, "a TXT record begins with its name, as in 'version.example,\"1.0\"'");
        return Text(nameof(DhcpConfiguration.DnsmasqTxtRecord), record);
    }

    private static ConfigurationViolation? Program(string property, string program) =>
        program.Length > 0 ? Text(property, program) : Violation(property, program, "give the program's name or path");

    // Where it goes along with the state path, that is what is to be changed, and only where metadata is on.
    private static ConfigurationViolation? Socket(DhcpConfiguration configuration)
    {
        string socket = configuration.MetadataProxySocket;
        if (socket == DhcpConfiguration.MetadataProxySocketBelow(configuration.StatePath) && !MetadataRule.IsOn(configuration))
            return null;
        if (!System.IO.Path.IsPathFullyQualified(socket))
            return Violation(nameof(configuration.MetadataProxySocket), socket, "give an absolute path, such as /var/lib/neutron/metadata_proxy");
        if (!HaproxyText.IsPath(socket))
            return Violation(nameof(configuration.MetadataProxySocket), socket, HaproxyRule);
        return HaproxyText.IsSocket(socket) ? null : Violation(nameof(configuration.MetadataProxySocket), socket, $"a Unix socket's path has {HaproxyText.MaxSocketBytes} bytes at most");
    }

    private static ConfigurationViolation? Account(string property, string name, string what) =>
        name.Length == 0 || HaproxyText.IsAccount(name) ? null : Violation(property, name, $"give a {what}'s name or number, such as nobody, or nothing");

    private static ConfigurationViolation? Interval(string property, TimeSpan time) =>
        time >= TimeSpan.Zero && time <= LongestTimeout ? null : Violation(property, time, "give zero seconds or more, and a day at most");

    private static ConfigurationViolation? ChildAction(string action) =>
        action is DhcpConfiguration.RespawnAction or DhcpConfiguration.ExitAction
            ? null
            : Violation(nameof(DhcpConfiguration.CheckChildProcessesAction), action, $"give '{DhcpConfiguration.RespawnAction}' or '{DhcpConfiguration.ExitAction}'");

    // Neutron keeps it in a column of 255 characters (db/models/agent.py).
    private static ConfigurationViolation? AvailabilityZone(string zone) =>
        zone.Length is > 0 and <= MaxZoneLength && !zone.Any(char.IsControl)
            ? null
            : Violation(nameof(DhcpConfiguration.AvailabilityZone), zone, $"give a name such as nova, of {MaxZoneLength} characters at most and without control characters");

    // AMQP 0-9-1: exchange-name; the names that begin with "amq." are the broker's.
    private static ConfigurationViolation? Exchange(string exchange)
    {
        bool fits = exchange.Length is > 0 and <= MaxExchangeLength
            && exchange.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':')
            && !exchange.StartsWith("amq.", StringComparison.Ordinal);
        return fits ? null : Violation(nameof(DhcpConfiguration.ControlExchange), exchange, $"an exchange's name has 1 to {MaxExchangeLength} letters, digits and '-', '_', '.', ':', and does not begin with 'amq.'");
    }

    private static ConfigurationViolation? MetricsPort(int port) =>
        port is >= 0 and <= IPEndPoint.MaxPort ? null : Violation(nameof(DhcpConfiguration.MetricsPort), port, $"give a port from 1 to {IPEndPoint.MaxPort}, or 0 for no metrics");

    private static ConfigurationViolation? Text(string property, string text)
    {
        if (text.Any(char.IsControl))
            return Violation(property, text, "control characters are not allowed");
        return text.Length <= MaxTextLength ? null : Violation(property, text, $"it has {text.Length} characters, and {MaxTextLength} are the most");
    }

    private static ConfigurationViolation Violation(string property, TimeSpan time, string rule) =>
        Violation(property, string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds} seconds"), rule);

    private static ConfigurationViolation Violation(string property, object value, string rule) =>
        new(property, DescribeCharacter.Printable(Convert.ToString(value, CultureInfo.InvariantCulture)!), rule);
}
