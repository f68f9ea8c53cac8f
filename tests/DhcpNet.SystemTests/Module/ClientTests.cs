using System.Globalization;

namespace DhcpNet.SystemTests.Module;

/// <summary>What is configured arrives at real clients: udhcpc, dhcpcd and dhclient.</summary>
public class ClientTests
{
    private static readonly TimeSpan NoAnswer = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task Each_client_is_told_what_network_and_reservation_say()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("""
            Set-DhcpConfiguration -LeaseDuration 1200 -RenewalTime 300 -RebindingTime 900 | Out-Null
            New-DhcpNetwork blue -Mtu 1400 | New-DhcpSubnet -Cidr 10.20.0.0/24 -DnsServer 10.20.0.53, 10.20.0.54 -HostRoute '10.99.0.0/16,10.20.0.254' | Out-Null
            New-DhcpSubnet blue fd00:20::/64 -Ipv6AddressMode dhcpv6-stateful -Ipv6RaMode dhcpv6-stateful -DnsServer fd00:20::53, fd00:20::54 | Out-Null
            1..3 | ForEach-Object {
                New-DhcpReservation blue "fa:16:3e:00:00:1$_" "10.20.0.5$_", "fd00:20::5$_" -HostName "vm$_" -Option @{ 'ntp-server' = '10.20.0.9', '10.20.0.10'; 224 = "text of vm$_"; 'option6:31' = "[fd00:20::9$_]" }
            }
            Enable-NetworkDhcp blue
            """);
        using var vm1 = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:11");
        using var vm2 = DhcpClient.Plug(world.Ovs, "vm2", "fa:16:3e:00:00:12");
        using var vm3 = DhcpClient.Plug(world.Ovs, "vm3", "fa:16:3e:00:00:13");

        using var udhcpc = Udhcpc.Start(vm1);
        using var dhcpcd = Dhcpcd.Start(vm2);
        IReadOnlyDictionary<string, string> told = Dhclient.Lease(vm3), told6 = Dhclient.Lease6(vm3);

        Assert.Equal(Expected(1), ByUdhcpc(udhcpc.Bound()));
        Assert.Equal(Expected(2), ByDhcpcd(dhcpcd.Bound()));
        Assert.Equal(Expected(3), ByDhclient(told));
        Assert.Equal("fd00:20::53", told6["new_ip6_address"]);
        Assert.Equal("fd00:20::53 fd00:20::54", told6["new_dhcp6_name_servers"]);
        Assert.Equal("openstacklocal.", told6["new_dhcp6_domain_search"]);
        Assert.Equal("fd00:20::93", told6["new_dhcp6_sntp_servers"]);
    }

    /// <summary>What the three are to be told, a line a thing.</summary>
    private static string Expected(int number) => $"""
        address 10.20.0.5{number}
        mask 255.255.255.0
        router 10.20.0.1
        dns 10.20.0.53 10.20.0.54
        domain openstacklocal
        mtu 1400
        name vm{number}
        lease 1200 300 900
        routes 10.99.0.0/16 10.20.0.254 0.0.0.0/0 10.20.0.1
        Microsoft's routes 10.99.0.0/16 10.20.0.254 0.0.0.0/0 10.20.0.1
        time servers 10.20.0.9 10.20.0.10
        option 224 text of vm{number}
        """;

    private static string ByUdhcpc(IReadOnlyDictionary<string, string> told) => $"""
        address {told["ip"]}
        mask {told["subnet"]}
        router {told["router"]}
        dns {told["dns"]}
        domain {told["domain"]}
        mtu {told["mtu"]}
        name {told["hostname"]}
        lease {told["lease"]} {Convert.ToInt32(told["opt58"], 16)} {Convert.ToInt32(told["opt59"], 16)}
        routes {told["staticroutes"]}
        Microsoft's routes {told["msstaticroutes"]}
        time servers {told["ntpsrv"]}
        option 224 {System.Text.Encoding.ASCII.GetString(Convert.FromHexString(told["opt224"]))}
        """;

    private static string ByDhcpcd(IReadOnlyDictionary<string, string> told) => $"""
        address {told["new_ip_address"]}
        mask {told["new_subnet_mask"]}
        router {told["new_routers"]}
        dns {told["new_domain_name_servers"]}
        domain {told["new_domain_name"]}
        mtu {told["new_interface_mtu"]}
        name {told["new_host_name"]}
        lease {told["new_dhcp_lease_time"]} {told["new_dhcp_renewal_time"]} {told["new_dhcp_rebinding_time"]}
        routes {told["new_classless_static_routes"]}
        Microsoft's routes {told["new_ms_classless_static_routes"]}
        time servers {told["new_ntp_servers"]}
        option 224 {told["new_own_text"]}
        """;

    private static string ByDhclient(IReadOnlyDictionary<string, string> told) => $"""
        address {told["new_ip_address"]}
        mask {told["new_subnet_mask"]}
        router {told["new_routers"]}
        dns {told["new_domain_name_servers"]}
        domain {told["new_domain_name"]}
        mtu {told["new_interface_mtu"]}
        name {told["new_host_name"]}
        lease {told["new_dhcp_lease_time"]} {told["new_dhcp_renewal_time"]} {told["new_dhcp_rebinding_time"]}
        routes {Routes(told["new_rfc3442_routes"])}
        Microsoft's routes {Routes(told["new_ms_routes"])}
        time servers {told["new_ntp_servers"]}
        option 224 {told["new_own_text"]}
        """;

    /// <summary>Octets as RFC 3442 has them: a prefix's length, as many octets of it as matter, a next hop.</summary>
    private static string Routes(string text)
    {
        Queue<string> octets = new(text.Split(' '));
        List<string> routes = [];
        while (octets.TryDequeue(out string? length))
        {
            string[] prefix = ["0", "0", "0", "0"];
            for (int i = 0; i < (int.Parse(length, CultureInfo.InvariantCulture) + 7) / 8; i++)
                prefix[i] = octets.Dequeue();
            routes.Add($"{string.Join('.', prefix)}/{length} {string.Join('.', Enumerable.Range(0, 4).Select(_ => octets.Dequeue()))}");
        }
        return string.Join(' ', routes);
    }

    [Fact]
    public async Task Gateways_and_DNS_servers_are_announced_as_the_subnet_says()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("""
            New-DhcpNetwork outside -VlanTag 1 | New-DhcpSubnet -Cidr 10.20.0.0/24 -Gateway 10.99.0.1 | Out-Null
            New-DhcpNetwork none -VlanTag 2 | New-DhcpSubnet -Cidr 10.20.0.0/24 -NoGateway -HostRoute '10.99.0.0/16,10.20.0.254' | Out-Null
            New-DhcpNetwork silent -VlanTag 3 | New-DhcpSubnet -Cidr 10.20.0.0/24 -DnsServer 0.0.0.0 | Out-Null
            New-DhcpSubnet silent fd00:20::/64 -Ipv6AddressMode dhcpv6-stateful -Ipv6RaMode dhcpv6-stateful -DnsServer :: | Out-Null
            New-DhcpNetwork twins -VlanTag 4 -Subnet 10.20.0.0/24, 10.30.0.0/25 | Out-Null
            foreach ($name in 'outside', 'none') { New-DhcpReservation $name fa:16:3e:00:00:10 10.20.0.50 | Out-Null }
            New-DhcpReservation silent fa:16:3e:00:00:10 10.20.0.50, fd00:20::50 | Out-Null
            New-DhcpReservation twins fa:16:3e:00:00:10 10.20.0.50 | Out-Null
            New-DhcpReservation twins fa:16:3e:00:00:11 10.30.0.50 | Out-Null
            Get-DhcpNetwork | Enable-NetworkDhcp | Out-Null
            """);

        using (var client = DhcpClient.Plug(world.Ovs, "outside", "fa:16:3e:00:00:10", vlanTag: 1))
            Assert.Equal("10.99.0.1", client.Lease()["router"]);

        using (var client = DhcpClient.Plug(world.Ovs, "none", "fa:16:3e:00:00:10", vlanTag: 2))
        {
            IReadOnlyDictionary<string, string> told = client.Lease();
            Assert.DoesNotContain("router", told);
            Assert.Equal("10.99.0.0/16 10.20.0.254", told["staticroutes"]);
            // Where the subnet names no DNS server, this one serves.
            Assert.Equal(told["serverid"], told["dns"]);
        }

        using (var client = DhcpClient.Plug(world.Ovs, "silent", "fa:16:3e:00:00:10", vlanTag: 3))
        {
            Assert.DoesNotContain("dns", client.Lease());
            IReadOnlyDictionary<string, string> told = Dhclient.Lease6(client);
            Assert.Equal("fd00:20::50", told["new_ip6_address"]);
            Assert.DoesNotContain("new_dhcp6_name_servers", told);
        }

        using (var first = DhcpClient.Plug(world.Ovs, "first", "fa:16:3e:00:00:10", vlanTag: 4))
        using (var second = DhcpClient.Plug(world.Ovs, "second", "fa:16:3e:00:00:11", vlanTag: 4))
        using (var stranger = DhcpClient.Plug(world.Ovs, "stranger", "fa:16:3e:00:00:66", vlanTag: 4))
        {
            Assert.Equal(("10.20.0.50", "24", "10.20.0.1"), Main(first.Lease()));
            IReadOnlyDictionary<string, string> told = second.Lease();
            Assert.Equal(("10.30.0.50", "25", "10.30.0.1"), Main(told));
            Assert.Equal("10.20.0.0/24 0.0.0.0 0.0.0.0/0 10.30.0.1", told["staticroutes"]);
            Assert.Empty(stranger.Lease(seconds: 2));
        }

        static (string, string, string) Main(IReadOnlyDictionary<string, string> told) => (told["ip"], told["mask"], told["router"]);
    }

    [Fact]
    public async Task A_client_is_known_by_its_identifier_and_boots_by_what_it_is()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("""
            New-DhcpNetwork blue -Subnet 10.20.0.0/24 | Out-Null
            New-DhcpSubnet blue fd00:20::/64 -Ipv6AddressMode dhcpv6-stateful -Ipv6RaMode dhcpv6-stateful | Out-Null
            New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.50 -ClientId 01:02:03:04 | Out-Null
            New-DhcpReservation blue fa:16:3e:00:00:11 10.20.0.51 -ClientId 'rack 7' | Out-Null
            New-DhcpReservation blue fa:16:3e:00:00:12 10.20.0.52, fd00:20::52 -Option @{
                67 = 'pxelinux.0'; 'tag:ipxe,bootfile-name' = 'http://10.20.0.9/boot.ipxe'; 'tftp-server' = '10.20.0.8'; 'server-ip-address' = '10.20.0.9'
                'option6:59' = 'tftp://[fd00:20::9]/pxe.efi'; 'option6:tag:ipxe6,bootfile-url' = 'http://[fd00:20::9]/boot.ipxe' } | Out-Null
            Enable-NetworkDhcp blue | Out-Null
            """);

        using (var known = DhcpClient.Plug(world.Ovs, "known", "fa:16:3e:66:66:66"))
        {
            using (var udhcpc = Udhcpc.Start(known, "-C", "-x", "0x3d:01020304"))
                Assert.Equal("10.20.0.50", udhcpc.Bound()["ip"]);
            Assert.Equal("10.20.0.51", Dhclient.Lease(known, "send dhcp-client-identifier \"rack 7\";")["new_ip_address"]);
        }

        using var vm = DhcpClient.Plug(world.Ovs, "vm", "fa:16:3e:00:00:12");
        using (var firmware = Udhcpc.Start(vm, "-V", "PXEClient:Arch:00000:UNDI:002001"))
        {
            IReadOnlyDictionary<string, string> told = firmware.Bound();
            Assert.Equal(("pxelinux.0", "10.20.0.8", "10.20.0.9"), (Text(told, "bootfile", "boot_file"), told["tftp"], told["siaddr"]));
        }
        using (var ipxe = Udhcpc.Start(vm, "-x", "0xaf:b1057573"))
            Assert.Equal("http://10.20.0.9/boot.ipxe", Text(ipxe.Bound(), "bootfile", "boot_file"));
        Assert.Equal("http://10.20.0.9/boot.ipxe", Dhclient.Lease(vm, "send ipxe-encap b1:05:75:73;")["new_bootfile_name"]);

        Assert.Equal("tftp://[fd00:20::9]/pxe.efi", BootUrl());
        Assert.Equal("http://[fd00:20::9]/boot.ipxe", BootUrl("userclass iPXE"));

        string BootUrl(params string[] lines)
        {
            using var dhcpcd = Dhcpcd.Start(vm, ["option dhcp6_bootfile_url", .. lines, "noipv6rs", $"interface {vm.Name}", "ipv6only", "ia_na 1"]);
            return dhcpcd.Bound6()["new_dhcp6_bootfile_url"];
        }
    }

    private static string? Text(IReadOnlyDictionary<string, string> told, params string[] names) => names.Select(told.GetValueOrDefault).FirstOrDefault(v => v is not null);

    [Fact]
    public async Task Clients_of_IPv6_get_all_their_addresses_or_what_goes_with_them()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("""
            Set-DhcpConfiguration -EnableAddr6List $true | Out-Null
            New-DhcpNetwork stateful -VlanTag 1 | New-DhcpSubnet -Cidr fd00:30::/64 -Ipv6AddressMode dhcpv6-stateful -Ipv6RaMode dhcpv6-stateful -DnsServer fd00:30::53, fd00:30::54 | Out-Null
            New-DhcpReservation stateful fa:16:3e:00:00:20 fd00:30::77, fd00:30::78 -HostName vm6 -Option @{ 'option6:ntp-server' = '[fd00:30::9]'; 'option6:31' = '[fd00:30::10]' } | Out-Null
            New-DhcpNetwork stateless -VlanTag 2 | New-DhcpSubnet -Cidr fd00:40::/64 -Ipv6AddressMode dhcpv6-stateless -Ipv6RaMode dhcpv6-stateless -DnsServer fd00:40::53 | Out-Null
            New-DhcpReservation stateless fa:16:3e:00:00:21 -Option @{ 'option6:sntp-server' = '[fd00:40::10]' } | Out-Null
            Get-DhcpNetwork | Enable-NetworkDhcp | Out-Null
            """);
        using var vm6 = DhcpClient.Plug(world.Ovs, "vm6", "fa:16:3e:00:00:20", vlanTag: 1);
        using var vm7 = DhcpClient.Plug(world.Ovs, "vm7", "fa:16:3e:00:00:21", vlanTag: 2);

        // dnsmasq gives each client of the MAC address one of them: these two have identifiers (DUIDs) of their own.
        IReadOnlyDictionary<string, string> told;
        using (var dhcpcd = Dhcpcd.Start(vm6, "noipv6rs", $"interface {vm6.Name}", "ipv6only", "ia_na 1"))
            told = dhcpcd.Bound6();
        Assert.Equal(
            ["fd00:30::77", "fd00:30::78"],
            new[] { told["new_dhcp6_ia_na1_ia_addr1"], Dhclient.Lease6(vm6)["new_ip6_address"] }.Order(StringComparer.Ordinal));
        Assert.Equal("fd00:30::53 fd00:30::54", told["new_dhcp6_name_servers"]);
        Assert.Equal("openstacklocal", told["new_dhcp6_domain_search"]);
        Assert.Equal("fd00:30::10", told["new_dhcp6_sntp_servers"]);
        Assert.Equal("vm6.openstacklocal", told["new_dhcp6_fqdn"]);

        IReadOnlyDictionary<string, string> information = Dhclient.Information6(vm7);
        Assert.Equal("fd00:40::53", information["new_dhcp6_name_servers"]);
        Assert.Equal("openstacklocal.", information["new_dhcp6_domain_search"]);
        Assert.Equal("fd00:40::10", information["new_dhcp6_sntp_servers"]);
        Assert.DoesNotContain("new_ip6_address", information);
    }

    [Fact]
    public async Task Leases_stay_over_a_restart_and_a_change_and_end_when_the_reservation_does()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("""
            New-DhcpNetwork blue -Subnet 10.20.0.0/24 | Out-Null
            New-DhcpSubnet blue fd00:20::/64 -Ipv6AddressMode dhcpv6-stateful -Ipv6RaMode dhcpv6-stateful | Out-Null
            New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.50 | Out-Null
            New-DhcpReservation blue fa:16:3e:00:00:11 10.20.0.51, fd00:20::51 | Out-Null
            Enable-NetworkDhcp blue | Out-Null
            """);
        using var vm1 = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:10");
        using var vm2 = DhcpClient.Plug(world.Ovs, "vm2", "fa:16:3e:00:00:11");
        using var udhcpc = Udhcpc.Start(vm1);
        using var dhcpcd = Dhcpcd.Start(vm2, "noipv6rs", $"interface {vm2.Name}", "ia_na 1");
        Assert.Equal("10.20.0.50", udhcpc.Bound()["ip"]);
        Assert.Equal("10.20.0.51", dhcpcd.Bound()["new_ip_address"]);
        Assert.Equal("fd00:20::51", dhcpcd.Bound6()["new_dhcp6_ia_na1_ia_addr1"]);
        Dhclient.Lease(vm1);
        int seen = udhcpc.Events.Count, seenByDhcpcd = dhcpcd.Events.Count;

        foreach (string change in new[] { "Restart-NetworkDhcp blue", "New-DhcpReservation blue fa:16:3e:00:00:12 10.20.0.52 -Update", "Set-DhcpReservation fa:16:3e:00:00:10 -Option @{ 66 = '10.20.0.9' }; Update-NetworkDhcp blue" })
        {
            world.Run(change);
            Assert.Equal("10.20.0.50", udhcpc.Renew()["ip"]);
            Assert.Equal("10.20.0.51", dhcpcd.Renew()["new_ip_address"]);
        }
        // An INIT-REBOOT, and a rebinding of both versions.
        Assert.Equal("10.20.0.50", Dhclient.Lease(vm1)["new_ip_address"]);
        int before = dhcpcd.Events.Count;
        Assert.Equal("10.20.0.51", dhcpcd.Rebind()["new_ip_address"]);
        Assert.Equal("fd00:20::51", dhcpcd.Events.Wait(before, "REBOOT6", "REBIND6", "RENEW6")["new_dhcp6_ia_na1_ia_addr1"]);
        Assert.DoesNotContain(udhcpc.Events.KindsSince(seen), kind => kind is not "renew");
        Assert.DoesNotContain(dhcpcd.Events.KindsSince(seenByDhcpcd), kind => kind is "NAK" or "EXPIRE" or "EXPIRE6" or "TIMEOUT" or "STOP");

        // The reservation moves: who renews is refused, and begins anew.
        seen = udhcpc.Events.Count;
        world.Run("Set-DhcpReservation fa:16:3e:00:00:10 -IPAddress 10.20.0.60 -Update");
        udhcpc.AskForRenewal();
        udhcpc.Events.Wait(seen, "nak");
        Assert.Equal("10.20.0.60", udhcpc.Events.Wait(seen, "bound")["ip"]);

        // It goes: nobody answers, and its address is another's at once.
        seen = udhcpc.Events.Count;
        world.Run("Remove-DhcpReservation fa:16:3e:00:00:10 -Force; New-DhcpReservation blue fa:16:3e:00:00:13 10.20.0.60 -Update");
        using var vm3 = DhcpClient.Plug(world.Ovs, "vm3", "fa:16:3e:00:00:13");
        Assert.Equal("10.20.0.60", vm3.Lease()["ip"]);
        udhcpc.AskForRenewal();
        Assert.Null(udhcpc.Events.TryWait(seen, NoAnswer, "renew", "bound"));
    }

    [Fact]
    public async Task Names_are_answered_forward_and_backward_and_no_others()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("""
            New-DhcpNetwork blue -Subnet 10.20.0.0/24 | Out-Null
            New-DhcpSubnet blue fd00:20::/64 -Ipv6AddressMode dhcpv6-stateful -Ipv6RaMode dhcpv6-stateful | Out-Null
            New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.50, fd00:20::50 -HostName web | Out-Null
            New-DhcpReservation blue fa:16:3e:00:00:11 10.20.0.5, fd00:20::5 | Out-Null
            Enable-NetworkDhcp blue | Out-Null
            """);
        using var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:10");
        string server = client.Lease()["serverid"];

        Answers("web.openstacklocal", "A", "Address: 10.20.0.50");
        Answers("web.openstacklocal", "AAAA", "Address: fd00:20::50");
        Answers("web", "A", "Address: 10.20.0.50");
        Answers("50.0.20.10.in-addr.arpa", "PTR", "name = web.openstacklocal");
        Answers("0.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.2.0.0.0.0.d.f.ip6.arpa", "PTR", "name = web.openstacklocal");
        Answers("host-10-20-0-5.openstacklocal", "A", "Address: 10.20.0.5");
        Answers("host-fd00-20--5.openstacklocal", "AAAA", "Address: fd00:20::5");
        Answers("5.0.20.10.in-addr.arpa", "PTR", "name = host-10-20-0-5.openstacklocal");
        Assert.Contains("REFUSED", Ask("example.org", "A"));

        world.Run("Set-DhcpReservation fa:16:3e:00:00:10 -HostName shop -Update");

        Answers("shop.openstacklocal", "A", "Address: 10.20.0.50");
        Answers("50.0.20.10.in-addr.arpa", "PTR", "name = shop.openstacklocal");
        Assert.Equal("shop", client.Lease()["hostname"]);
        Assert.DoesNotContain("10.20.0.50", Ask("web.openstacklocal", "A"));

        void Answers(string name, string type, string answer) => Assert.Contains(answer, Ask(name, type));

        string Ask(string name, string type)
        {
            (_, string output, string error) = Programs.Try("ip", "netns", "exec", client.Name, "busybox", "nslookup", $"-type={type}", name, server);
            return output + error;
        }
    }
}
