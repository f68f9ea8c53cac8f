using System.Collections.Frozen;
using System.Globalization;

namespace DhcpNet.Validation;

/// <summary>The DHCP options that dnsmasq knows by name (<c>dnsmasq --help dhcp</c>, <c>dnsmasq --help dhcp6</c>; 2.90).</summary>
internal static class DhcpOptionNames
{
    private static readonly FrozenDictionary<string, int> IPv4 = new Dictionary<string, int>
    {
        ["netmask"] = 1,
        ["time-offset"] = 2,
        ["router"] = 3,
        ["dns-server"] = 6,
        ["log-server"] = 7,
        ["lpr-server"] = 9,
        ["boot-file-size"] = 13,
        ["domain-name"] = 15,
        ["swap-server"] = 16,
        ["root-path"] = 17,
        ["extension-path"] = 18,
        ["ip-forward-enable"] = 19,
        ["non-local-source-routing"] = 20,
        ["policy-filter"] = 21,
        ["max-datagram-reassembly"] = 22,
        ["default-ttl"] = 23,
        ["mtu"] = 26,
        ["all-subnets-local"] = 27,
        ["router-discovery"] = 31,
        ["router-solicitation"] = 32,
        ["static-route"] = 33,
        ["trailer-encapsulation"] = 34,
        ["arp-timeout"] = 35,
        ["ethernet-encap"] = 36,
        ["tcp-ttl"] = 37,
        ["tcp-keepalive"] = 38,
        ["nis-domain"] = 40,
        ["nis-server"] = 41,
        ["ntp-server"] = 42,
        ["netbios-ns"] = 44,
        ["netbios-dd"] = 45,
        ["netbios-nodetype"] = 46,
        ["netbios-scope"] = 47,
        ["x-windows-fs"] = 48,
        ["x-windows-dm"] = 49,
        ["T1"] = 58,
        ["T2"] = 59,
        ["vendor-class"] = 60,
        ["nis+-domain"] = 64,
        ["nis+-server"] = 65,
        ["tftp-server"] = 66,
        ["bootfile-name"] = 67,
        ["mobile-ip-home"] = 68,
        ["smtp-server"] = 69,
        ["pop3-server"] = 70,
        ["nntp-server"] = 71,
        ["irc-server"] = 74,
        ["user-class"] = 77,
        ["rapid-commit"] = 80,
        ["client-arch"] = 93,
        ["client-interface-id"] = 94,
        ["client-machine-id"] = 97,
        ["posix-timezone"] = 100,
        ["tzdb-timezone"] = 101,
        ["ipv6-only"] = 108,
        ["domain-search"] = 119,
        ["sip-server"] = 120,
        ["classless-static-route"] = 121,
        ["vendor-id-encap"] = 125,
        ["tftp-server-address"] = 150,
        // No option of DHCP: a field of the packet, which dnsmasq has under this number.
        ["server-ip-address"] = 255,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, int> IPv6 = new Dictionary<string, int>
    {
        ["sip-server-domain"] = 21,
        ["sip-server"] = 22,
        ["dns-server"] = 23,
        ["domain-search"] = 24,
        ["nis-server"] = 27,
        ["nis+-server"] = 28,
        ["nis-domain"] = 29,
        ["nis+-domain"] = 30,
        ["sntp-server"] = 31,
        ["information-refresh-time"] = 32,
        ["posix-timezone"] = 41,
        ["tzdb-timezone"] = 42,
        ["ntp-server"] = 56,
        ["bootfile-url"] = 59,
        ["bootfile-param"] = 60,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The number of an option, by its name or number; null where dnsmasq does not know the name.</summary>
    public static int? FindCode(string name, int ipVersion)
    {
        if (name.Length > 0 && name.All(char.IsAsciiDigit))
            return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int code) ? code : null;
        return (ipVersion == 6 ? IPv6 : IPv4).TryGetValue(name, out int known) ? known : null;
    }
}
