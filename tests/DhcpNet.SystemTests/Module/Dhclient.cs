namespace DhcpNet.SystemTests.Module;

/// <summary>ISC's dhclient, a lease a call. What it had of an earlier call it asks for again.</summary>
internal static class Dhclient
{
    private const string Configuration = """
        option rfc3442-routes code 121 = array of unsigned integer 8;
        option ms-routes code 249 = array of unsigned integer 8;
        option own-text code 224 = text;
        option ipxe-encap code 175 = string;
        request subnet-mask, routers, domain-name-servers, domain-name, interface-mtu, host-name, rfc3442-routes, ms-routes, ntp-servers,
            own-text, dhcp-renewal-time, dhcp-rebinding-time, bootfile-name, tftp-server-name;
        also request dhcp6.name-servers, dhcp6.domain-search, dhcp6.sntp-servers;
        """;

    private const string Configure = """
        case "$reason" in
            BOUND|RENEW|REBIND|REBOOT) ip -4 addr flush dev "$interface"; ip -4 addr add "$new_ip_address/$new_subnet_mask" dev "$interface" ;;
            BOUND6) ip -6 addr replace "$new_ip6_address/128" dev "$interface" nodad ;;
        esac
        """;

    /// <summary>Asks for an IPv4 lease.</summary>
    /// <param name="client">The client.</param>
    /// <param name="lines">More lines of its configuration, such as what it is to send.</param>
    /// <returns>What came, by dhclient's names (new_ip_address, …).</returns>
    public static IReadOnlyDictionary<string, string> Lease(DhcpClient client, params string[] lines) => Run(client, "4", ["-4"], lines, "BOUND", "REBOOT");

    /// <summary>Asks for an IPv6 address.</summary>
    public static IReadOnlyDictionary<string, string> Lease6(DhcpClient client, params string[] lines) => Run(client, "6", ["-6"], lines, "BOUND6", "REBIND6");

    /// <summary>Asks for what a client of IPv6 is told that has its address from elsewhere.</summary>
    public static IReadOnlyDictionary<string, string> Information6(DhcpClient client, params string[] lines) => Run(client, "6s", ["-6", "-S"], lines, "RENEW6", "BOUND6");

    private static IReadOnlyDictionary<string, string> Run(DhcpClient client, string name, string[] mode, string[] lines, params string[] answers)
    {
        if (name != "4")
            client.WaitForLinkLocal();
        ClientEvents events = new(client.Scratch, $"dhclient{name}-{Guid.NewGuid():N}", Configure);
        string path = Path.Combine(client.Scratch, $"dhclient{name}"), configuration = $"{path}.conf", leases = $"{path}.leases";
        File.WriteAllText(configuration, Configuration.ReplaceLineEndings("\n") + "\n" + string.Concat(lines.Select(l => l + "\n")));
        if (!File.Exists(leases))
            File.WriteAllText(leases, "");
        using var process = ClientProcess.Start(client, events,
            ["dhclient", .. mode, "-d", "-1", "-sf", events.Script, "-lf", leases, "-pf", $"{path}.pid", "-cf", configuration, client.Name]);
        return events.Wait(0, answers);
    }
}
