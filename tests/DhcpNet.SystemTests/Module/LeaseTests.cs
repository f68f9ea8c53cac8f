using System.Management.Automation;

namespace DhcpNet.SystemTests.Module;

/// <summary>Leases of real clients: seen, gone stale, removed.</summary>
public class LeaseTests
{
    private const string FirstMac = "fa:16:3e:00:00:10";
    private const string SecondMac = "fa:16:3e:00:00:11";

    [Fact]
    public async Task A_lease_is_prepared_until_its_client_takes_it()
    {
        await using ModuleWorld world = await StartAsync();
        PSObject prepared = world.RunSingle("Get-DhcpLease blue -IPAddress 10.20.0.50");
        Assert.Equal("Prepared", Text(prepared, "State"));
        Assert.Null(prepared.Properties["ExpiresAt"].Value);

        using var client = DhcpClient.Plug(world.Ovs, "vm1", FirstMac);
        Assert.Equal("10.20.0.50", client.Lease()["ip"]);

        PSObject lease = world.RunSingle("Get-DhcpLease blue -MacAddress fa-16-3e-*-10");
        Assert.Equal("Active", Text(lease, "State"));
        Assert.Equal(FirstMac, Text(lease, "MacAddress"));
        Assert.Equal($"01:{FirstMac}", Text(lease, "ClientId"));
        Assert.Equal("vm1", Text(lease, "HostName"));
        Assert.InRange((DateTimeOffset)lease.Properties["ExpiresAt"].Value, DateTimeOffset.UtcNow.AddHours(23), DateTimeOffset.UtcNow.AddHours(25));
        Assert.Equal($"{world.RunSingle($"(Get-DhcpReservation -MacAddress {FirstMac}).Id")}", Text(lease, "Reservation"));
    }

    [Fact]
    public async Task A_lease_whose_reservation_is_gone_is_stale_and_is_released_alone()
    {
        await using ModuleWorld world = await StartAsync();
        using var first = DhcpClient.Plug(world.Ovs, "vm1", FirstMac);
        using var second = DhcpClient.Plug(world.Ovs, "vm2", SecondMac);
        Assert.Equal("10.20.0.50", first.Lease()["ip"]);
        Assert.Equal("10.20.0.51", second.Lease()["ip"]);
        int process = Assert.Single(world.DnsmasqProcesses());
        world.Run($"Remove-DhcpReservation {FirstMac} -Force");
        Assert.Equal("10.20.0.50", $"{world.RunSingle("Get-DhcpLease blue -State Stale")}");

        world.Run("Get-DhcpNetwork | Remove-DhcpLease -Stale -Force");

        Assert.Equal(["10.20.0.51", "10.20.0.52"], world.Run("Get-DhcpLease blue").Select(l => l.ToString()));
        Assert.Equal("Active", Text(world.RunSingle("Get-DhcpLease blue 10.20.0.51"), "State"));
        Assert.Equal(process, Assert.Single(world.DnsmasqProcesses()));
    }

    [Fact]
    public async Task A_lease_that_no_client_has_taken_is_released_too_and_what_is_gone_is_no_error()
    {
        await using ModuleWorld world = await StartAsync();

        world.Run("$all = Get-DhcpLease blue; $all | Remove-DhcpLease -Force; $all | Remove-DhcpLease -Force");

        Assert.Empty(world.Run("Get-DhcpLease blue"));
        Assert.Equal("LeaseNotFound,DhcpNet.Commands.RemoveDhcpLeaseCommand", world.RunError("Remove-DhcpLease 10.20.0.50 -Force").FullyQualifiedErrorId);
        using var client = DhcpClient.Plug(world.Ovs, "vm1", FirstMac);
        Assert.Equal("10.20.0.50", client.Lease()["ip"]);
    }

    [Fact]
    public async Task An_IPv6_lease_is_seen_and_released()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork six | New-DhcpSubnet -Cidr fd00:30::/64 -Ipv6AddressMode dhcpv6-stateful -Ipv6RaMode dhcpv6-stateful");
        world.Run($"New-DhcpReservation six {FirstMac} fd00:30::77 -HostName vm6; New-DhcpReservation six {SecondMac} fd00:30::78");
        world.Run("Enable-NetworkDhcp six");
        using var first = DhcpClient.Plug(world.Ovs, "vm6", FirstMac);
        using var second = DhcpClient.Plug(world.Ovs, "vm7", SecondMac);
        Assert.Equal("fd00:30::77", first.Lease6()["new_ip6_address"]);
        Assert.Equal("fd00:30::78", second.Lease6()["new_ip6_address"]);
        PSObject lease = world.RunSingle("Get-DhcpLease six fd00:30::77");
        Assert.Equal("Active", Text(lease, "State"));
        Assert.EndsWith(FirstMac, Text(lease, "Duid"), StringComparison.Ordinal);
        Assert.NotNull(lease.Properties["Iaid"].Value);
        Assert.Equal("vm6", Text(lease, "HostName"));

        world.Run($"Remove-DhcpReservation {FirstMac} -Force; Get-DhcpLease six -State Stale | Remove-DhcpLease -Force");

        Assert.Equal("fd00:30::78", $"{world.RunSingle("Get-DhcpLease six")}");
    }

    [Fact]
    public async Task Without_dnsmasq_leases_are_taken_out_of_its_file()
    {
        await using ModuleWorld world = await StartAsync();
        using var client = DhcpClient.Plug(world.Ovs, "vm2", SecondMac);
        Assert.Equal("10.20.0.51", client.Lease()["ip"]);
        world.Run("Stop-Dnsmasq blue");

        world.Run("Remove-DhcpLease 10.20.0.50 -Force");

        Assert.Equal(["10.20.0.51", "10.20.0.52"], world.Run("Get-DhcpLease blue").Select(l => l.ToString()));
        Assert.Equal("Active", Text(world.RunSingle("Get-DhcpLease blue 10.20.0.51"), "State"));
    }

    [Fact]
    public async Task An_address_that_several_networks_have_is_not_enough_and_a_lease_that_became_anothers_is_let_be()
    {
        await using ModuleWorld world = await StartAsync();
        world.Run("New-DhcpNetwork red -Subnet 10.20.0.0/24; New-DhcpReservation red fa:16:3e:00:00:20 10.20.0.50; Enable-NetworkDhcp red; Get-DhcpLease red | Remove-DhcpLease -WhatIf");
        Assert.StartsWith("LeaseAmbiguous,", world.RunError("Remove-DhcpLease 10.20.0.50 -Force").FullyQualifiedErrorId, StringComparison.Ordinal);
        world.Run("$before = Get-DhcpLease blue 10.20.0.50");
        using var client = DhcpClient.Plug(world.Ovs, "vm1", FirstMac);
        Assert.Equal("10.20.0.50", client.Lease()["ip"]);

        world.Run("$before | Remove-DhcpLease -Force");

        Assert.Equal("Active", Text(world.RunSingle("Get-DhcpLease blue 10.20.0.50"), "State"));
        // As text from elsewhere, a CSV file say, with all that tells the client.
        world.Run("Get-DhcpLease blue 10.20.0.50 | ForEach-Object { [pscustomobject] @{ NetworkId = \"$($_.NetworkId)\"; Address = \"$_\"; MacAddress = \"$($_.MacAddress)\"; ClientId = $_.ClientId; Duid = ''; Iaid = '' } } | Remove-DhcpLease -Force");
        Assert.Empty(world.Run("Get-DhcpLease blue 10.20.0.50*"));
        Assert.Single(world.Run("Get-DhcpLease red"));
    }

    [Fact]
    public async Task A_lease_is_not_removed_unless_somebody_says_so()
    {
        await using ModuleWorld world = await StartAsync();
        Assert.NotEmpty(world.PowerShell.Invoke("Remove-DhcpLease 10.20.0.50").Errors);
        world.Run("Get-DhcpLease | Remove-DhcpLease -WhatIf");
        Assert.Equal(3, world.Run("Get-DhcpLease").Count);
    }

    [Fact]
    public async Task Many_leases_are_released_in_one_go()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/16; 0..199 | ForEach-Object { New-DhcpReservation blue ('fa:16:3e:01:00:{0:x2}' -f $_) }");
        world.Run("Enable-NetworkDhcp blue");
        world.Run("$keep = (Get-DhcpLease blue)[7]; Get-DhcpLease blue | Where-Object { $_.Address -ne $keep.Address } | Remove-DhcpLease -Force");

        Assert.Equal($"{world.RunSingle("$keep")}", $"{world.RunSingle("Get-DhcpLease blue")}");
    }

    [Fact]
    public async Task Statistics_count_addresses_and_tell_what_dnsmasq_counted()
    {
        await using ModuleWorld world = await StartAsync();
        using var client = DhcpClient.Plug(world.Ovs, "vm1", FirstMac);
        Assert.Equal("10.20.0.50", client.Lease()["ip"]);
        PSObject before = world.RunSingle("Get-DhcpStatistics blue");
        Assert.Contains("10.20.0.50", client.Resolve("vm1.openstacklocal", "10.20.0.2"), StringComparison.Ordinal);
        PSObject after = world.RunSingle("Get-DhcpStatistics blue");

        // 253 addresses but for the gateway; three reservations and the DHCP port.
        Assert.Equal("253 4 1 249", $"{Text(after, "Addresses")} {Text(after, "Reserved")} {Text(after, "Leased")} {Text(after, "Free")}");
        Assert.Equal(Assert.Single(world.DnsmasqProcesses()), after.Properties["ProcessId"].Value);
        Assert.InRange((TimeSpan)after.Properties["Uptime"].Value, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(10));
        Assert.InRange((long)after.Properties["MemoryBytes"].Value, 500_000, 100_000_000);
        // Six questions for the numbers themselves, and the client's.
        Assert.InRange((long)after.Properties["QueriesAnswered"].Value - (long)before.Properties["QueriesAnswered"].Value, 7, 20);
        Assert.Equal(150L, after.Properties["CacheSize"].Value);
        world.Run("Stop-Dnsmasq blue");
        PSObject stopped = world.RunSingle("Get-DhcpStatistics");
        Assert.Null(stopped.Properties["QueriesAnswered"].Value);
        Assert.Null(stopped.Properties["Uptime"].Value);
    }

    private static async Task<ModuleWorld> StartAsync()
    {
        ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24");
        world.Run($"New-DhcpReservation blue {FirstMac} 10.20.0.50 -HostName vm1; New-DhcpReservation blue {SecondMac} 10.20.0.51 -HostName vm2; New-DhcpReservation blue fa:16:3e:00:00:12 10.20.0.52");
        world.Run("Enable-NetworkDhcp blue");
        return world;
    }

    private static string Text(PSObject value, string property) => $"{value.Properties[property].Value}";
}
