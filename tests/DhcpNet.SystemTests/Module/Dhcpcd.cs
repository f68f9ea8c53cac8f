namespace DhcpNet.SystemTests.Module;

/// <summary>dhcpcd, for IPv4 and IPv6 at once, running for as long as it is not disposed of. It configures the interface itself.</summary>
internal sealed class Dhcpcd : IDisposable
{
    private const string Configuration = """
        duid ll
        define 224 string own_text
        option subnet_mask
        option domain_name_servers
        option domain_name
        option domain_search
        option host_name
        option classless_static_routes
        option ms_classless_static_routes
        option interface_mtu
        option ntp_servers
        option own_text
        option dhcp6_name_servers
        option dhcp6_domain_search
        option dhcp6_sntp_servers
        noipv4ll
        noarp
        timeout 0
        """;

    private readonly ClientProcess _process;

    private Dhcpcd(ClientProcess process, ClientEvents events)
    {
        _process = process;
        Events = events;
    }

    /// <summary>Its events: BOUND, RENEW, REBIND, REBOOT, NAK, EXPIRE, and those of IPv6 with a 6 behind them.</summary>
    public ClientEvents Events { get; }

    /// <param name="client">The client.</param>
    /// <param name="lines">More lines of its configuration.</param>
    public static Dhcpcd Start(DhcpClient client, params string[] lines)
    {
        client.WaitForLinkLocal();
        ClientEvents events = new(client.Scratch, $"dhcpcd-{Guid.NewGuid():N}", "");
        string configuration = Path.Combine(client.Scratch, "dhcpcd.conf");
        File.WriteAllText(configuration, Configuration.ReplaceLineEndings("\n") + "\n" + string.Concat(lines.Select(l => l + "\n")));
        // Its leases are nobody else's, and go with its mount namespace, which ip-netns(8) has given it.
        return new Dhcpcd(ClientProcess.Start(client, events,
            "sh", "-c", "mkdir -p /run/dhcpcd && mount -t tmpfs tmpfs /var/lib/dhcpcd && mount -t tmpfs tmpfs /run/dhcpcd && exec \"$@\"", "sh",
            "dhcpcd", "-B", "-f", configuration, "-c", events.Script, client.Name), events);
    }

    /// <summary>Its first IPv4 lease.</summary>
    public IReadOnlyDictionary<string, string> Bound() => Events.Wait(0, "BOUND");

    /// <summary>Its first IPv6 lease.</summary>
    public IReadOnlyDictionary<string, string> Bound6() => Events.Wait(0, "BOUND6");

    /// <summary>Has it renew its IPv4 lease with the server that it has it from (dhcpcd -N).</summary>
    public IReadOnlyDictionary<string, string> Renew() => Ask("USR1", "RENEW");

    /// <summary>Has it renew its leases with whoever serves them (dhcpcd -n).</summary>
    public IReadOnlyDictionary<string, string> Rebind() => Ask("HUP", "RENEW", "REBIND", "REBOOT");

    private IReadOnlyDictionary<string, string> Ask(string signal, params string[] answers)
    {
        int before = Events.Count;
        _process.Signal(signal);
        return Events.Wait(before, answers);
    }

    public void Dispose() => _process.Dispose();
}
