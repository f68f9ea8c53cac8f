using System.Globalization;
using System.Management.Automation;

namespace DhcpNet.SystemTests.Module;

/// <summary>
/// What neutron-dhcp-agent leaves on a host for one network, made with plain tools: a tap, a namespace, files, and a dnsmasq. Taken from a
/// real agent 21.0.0 with a network of one IPv4 and one stateful IPv6 subnet.
/// </summary>
internal sealed class NeutronAgent
{
    private readonly ModuleWorld _world;
    private readonly string _network;
    private readonly string _port;
    private readonly string _mac;
    private readonly string[] _subnets;

    private NeutronAgent(ModuleWorld world, PSObject ids)
    {
        _world = world;
        _network = $"{ids.Properties["Network"].Value}";
        _port = $"{ids.Properties["Port"].Value}";
        _mac = $"{ids.Properties["Mac"].Value}";
        _subnets = $"{ids.Properties["Subnets"].Value}".Split(' ');
    }

    /// <summary>The agent's option <c>dnsmasq_local_resolv</c>: with it, it passes an empty argument in place of <c>--no-resolv</c>.</summary>
    public bool LocalResolv { get; init; }

    public string Namespace => $"qdhcp-{_network}";

    public string Tap => $"tap{_port[..11]}";

    public string Directory => $"{_world.StateDirectory}/dhcp/{_network}";

    /// <summary>Makes a network with a reservation, and its DHCP port, in the plugin alone.</summary>
    public static NeutronAgent Prepare(ModuleWorld world, bool localResolv = false)
    {
        PSObject ids = world.RunSingle("""
            New-DhcpNetwork blue -Mtu 1450 | New-DhcpSubnet -Cidr 10.20.0.0/24 -DnsServer 10.20.0.53 -HostRoute '10.99.0.0/16,10.20.0.254' | Out-Null
            New-DhcpSubnet blue fd00:30::/64 -Ipv6AddressMode dhcpv6-stateful -Ipv6RaMode dhcpv6-stateful -DnsServer fd00:30::53 | Out-Null
            $client = New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.50, fd00:30::50
            $port = New-DhcpPort blue
            [pscustomobject]@{ Network = $port.NetworkId; Port = $port.Id; Mac = $port.MacAddress.ToString(); Subnets = (Get-DhcpSubnet blue | ForEach-Object { $_.Id }) -join ' ' }
            """);
        return new NeutronAgent(world, ids) { LocalResolv = localResolv };
    }

    /// <summary>The files that it writes before it starts dnsmasq.</summary>
    public IReadOnlyDictionary<string, string> Files => new Dictionary<string, string>
    {
        ["host"] = "fa:16:3e:00:00:10,host-10-20-0-50.openstacklocal,10.20.0.50\nfa:16:3e:00:00:10,tag:dhcpv6,host-fd00-30--50.openstacklocal,[fd00:30::50]\n",
        ["addn_hosts"] = "10.20.0.50\thost-10-20-0-50.openstacklocal host-10-20-0-50\nfd00:30::50\thost-fd00-30--50.openstacklocal host-fd00-30--50\n",
        ["opts"] = string.Join('\n',
            $"tag:subnet-{_subnets[0]},option:dns-server,10.20.0.53",
            $"tag:subnet-{_subnets[0]},option:classless-static-route,10.99.0.0/16,10.20.0.254,0.0.0.0/0,10.20.0.1",
            $"tag:subnet-{_subnets[0]},249,10.99.0.0/16,10.20.0.254,0.0.0.0/0,10.20.0.1",
            $"tag:subnet-{_subnets[0]},option:router,10.20.0.1",
            $"tag:subnet-{_subnets[1]},option6:dns-server,[fd00:30::53]",
            $"tag:subnet-{_subnets[1]},option6:domain-search,openstacklocal"),
        ["interface"] = Tap,
    };

    /// <summary>The arguments that it starts dnsmasq with, the program's name first.</summary>
    public IReadOnlyList<string> CommandLine =>
    [
        "dnsmasq",
        "--no-hosts",
        LocalResolv ? "" : "--no-resolv",
        $"--pid-file={Directory}/pid",
        $"--dhcp-hostsfile={Directory}/host",
        $"--addn-hosts={Directory}/addn_hosts",
        $"--dhcp-optsfile={Directory}/opts",
        $"--dhcp-leasefile={Directory}/leases",
        "--dhcp-match=set:ipxe,175",
        "--dhcp-userclass=set:ipxe6,iPXE",
        "--local-service",
        "--bind-dynamic",
        $"--dhcp-range=set:subnet-{_subnets[0]},10.20.0.0,static,255.255.255.0,86400s",
        $"--dhcp-range=set:subnet-{_subnets[1]},fd00:30::,static,64,86400s",
        "--dhcp-option-force=option:mtu,1450",
        "--dhcp-lease-max=16777216",
        "--conf-file=/dev/null",
        "--domain=openstacklocal",
    ];

    /// <summary>Makes all of it, as the agent does.</summary>
    /// <returns>The process's id.</returns>
    public int Start()
    {
        _world.Ovs.Vsctl("add-port", "br-int", Tap, "--", "set", "interface", Tap, "type=internal",
            $"external_ids:iface-id={_port}", "external_ids:iface-status=active", $"external_ids:attached-mac=\"{_mac}\"");
        Programs.Run("ip", "netns", "add", Namespace);
        Ip("link", "set", "lo", "up");
        Sysctl("net.ipv4.conf.all.promote_secondaries=1", "net.ipv6.conf.default.accept_ra=0", "net.ipv4.ip_nonlocal_bind=1");
        Programs.Run("ip", "link", "set", Tap, "address", _mac, "mtu", "1450", "netns", Namespace);
        Ip("link", "set", Tap, "up");
        Ip("addr", "add", "10.20.0.2/24", "brd", "10.20.0.255", "dev", Tap);
        Ip("addr", "add", "fd00:30::1/64", "dev", Tap);
        Ip("route", "add", "default", "via", "10.20.0.1", "dev", Tap, "proto", "static");
        Ip("-6", "route", "add", "default", "via", "fd00:30::", "dev", Tap, "proto", "static", "metric", "1024");
        AddChecksumRule("iptables", "68");
        AddChecksumRule("ip6tables", "546");
        System.IO.Directory.CreateDirectory(Directory);
        foreach ((string name, string content) in Files)
            File.WriteAllText(Path.Combine(Directory, name), content);
        File.WriteAllText(Path.Combine(Directory, "leases"), "0 fa:16:3e:00:00:10 10.20.0.50 * *\n");
        Programs.Run("ip", ["netns", "exec", Namespace, .. CommandLine]);
        return int.Parse(File.ReadAllText(Path.Combine(Directory, "pid")), CultureInfo.InvariantCulture);
    }

    private void AddChecksumRule(string program, string port)
    {
        const string Chain = "neutron-dhcp-age-POSTROUTING";
        foreach (string[] arguments in new[] { ["-N", Chain], ["-A", "POSTROUTING", "-j", Chain], new[] { "-A", Chain, "-p", "udp", "-m", "udp", "--dport", port, "-j", "CHECKSUM", "--checksum-fill" } })
            Programs.Run("ip", ["netns", "exec", Namespace, program, "-t", "mangle", .. arguments]);
    }

    private void Sysctl(params string[] settings) => Programs.Run("ip", ["netns", "exec", Namespace, "sysctl", "-qw", .. settings]);

    private void Ip(params string[] arguments) => Programs.Run("ip", ["-n", Namespace, .. arguments]);
}
