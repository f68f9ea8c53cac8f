using System.Globalization;

namespace DhcpNet.Probe;

/// <summary>The options of one protocol: their numbers, dnsmasq's names for them, and how their values are read.</summary>
internal sealed class OptionDefinitions
{
    private readonly Dictionary<int, OptionDefinition> _byCode;
    private readonly Dictionary<string, OptionDefinition> _byName;

    private OptionDefinitions(OptionDefinition[] definitions)
    {
        _byCode = definitions.ToDictionary(d => d.Code);
        _byName = definitions.ToDictionary(d => d.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>DHCP's (RFC 2132 and later ones).</summary>
    public static OptionDefinitions Dhcpv4 { get; } = new(
    [
        new(1, "netmask", OptionKind.Addresses),
        new(2, "time-offset", OptionKind.Number),
        new(3, "router", OptionKind.Addresses),
        new(6, "dns-server", OptionKind.Addresses),
        new(7, "log-server", OptionKind.Addresses),
        new(9, "lpr-server", OptionKind.Addresses),
        new(12, "hostname", OptionKind.Text),
        new(13, "boot-file-size", OptionKind.Number),
        new(15, "domain-name", OptionKind.Text),
        new(16, "swap-server", OptionKind.Addresses),
        new(17, "root-path", OptionKind.Text),
        new(18, "extension-path", OptionKind.Text),
        new(19, "ip-forward-enable", OptionKind.Number),
        new(20, "non-local-source-routing", OptionKind.Number),
        new(22, "max-datagram-reassembly", OptionKind.Number),
        new(23, "default-ttl", OptionKind.Number),
        new(26, "mtu", OptionKind.Number),
        new(27, "all-subnets-local", OptionKind.Number),
        new(31, "router-discovery", OptionKind.Number),
        new(32, "router-solicitation", OptionKind.Addresses),
        new(34, "trailer-encapsulation", OptionKind.Number),
        new(35, "arp-timeout", OptionKind.Number),
        new(36, "ethernet-encap", OptionKind.Number),
        new(37, "tcp-ttl", OptionKind.Number),
        new(38, "tcp-keepalive", OptionKind.Number),
        new(40, "nis-domain", OptionKind.Text),
        new(41, "nis-server", OptionKind.Addresses),
        new(42, "ntp-server", OptionKind.Addresses),
        new(44, "netbios-ns", OptionKind.Addresses),
        new(45, "netbios-dd", OptionKind.Addresses),
        new(46, "netbios-nodetype", OptionKind.Number),
        new(48, "x-windows-fs", OptionKind.Addresses),
        new(49, "x-windows-dm", OptionKind.Addresses),
        new(51, "lease-time", OptionKind.Seconds),
        new(58, "T1", OptionKind.Seconds),
        new(59, "T2", OptionKind.Seconds),
        new(64, "nis+-domain", OptionKind.Text),
        new(65, "nis+-server", OptionKind.Addresses),
        new(66, "tftp-server", OptionKind.Text),
        new(67, "bootfile-name", OptionKind.Text),
        new(69, "smtp-server", OptionKind.Addresses),
        new(70, "pop3-server", OptionKind.Addresses),
        new(71, "nntp-server", OptionKind.Addresses),
        new(74, "irc-server", OptionKind.Addresses),
        new(100, "posix-timezone", OptionKind.Text),
        new(101, "tzdb-timezone", OptionKind.Text),
        new(119, "domain-search", OptionKind.Names),
        new(121, "classless-static-route", OptionKind.Routes),
        new(150, "tftp-server-address", OptionKind.Addresses),
        // dnsmasq has no name for it.
        new(249, "249", OptionKind.Routes),
    ]);

    /// <summary>DHCPv6's (RFC 8415 and others).</summary>
    public static OptionDefinitions Dhcpv6 { get; } = new(
    [
        new(21, "sip-server-domain", OptionKind.Names),
        new(22, "sip-server", OptionKind.Addresses),
        new(23, "dns-server", OptionKind.Addresses),
        new(24, "domain-search", OptionKind.Names),
        new(27, "nis-server", OptionKind.Addresses),
        new(28, "nis+-server", OptionKind.Addresses),
        new(29, "nis-domain", OptionKind.Names),
        new(30, "nis+-domain", OptionKind.Names),
        new(31, "sntp-server", OptionKind.Addresses),
        new(32, "information-refresh-time", OptionKind.Seconds),
        new(41, "posix-timezone", OptionKind.Text),
        new(42, "tzdb-timezone", OptionKind.Text),
        new(59, "bootfile-url", OptionKind.Text),
    ]);

    /// <summary>The option of a number.</summary>
    public OptionDefinition Get(int code) =>
        _byCode.GetValueOrDefault(code) ?? new OptionDefinition(code, string.Create(CultureInfo.InvariantCulture, $"option {code}"), OptionKind.Unknown);

    /// <summary>The option of a name or a number, or null.</summary>
    public OptionDefinition? Find(string nameOrNumber) =>
        int.TryParse(nameOrNumber, NumberStyles.None, CultureInfo.InvariantCulture, out int code) ? Get(code) : _byName.GetValueOrDefault(nameOrNumber);
}
