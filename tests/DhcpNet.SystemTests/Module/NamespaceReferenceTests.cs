using System.Management.Automation;

namespace DhcpNet.SystemTests.Module;

/// <summary>A network's namespace is what Neutron's agent made of the same network.</summary>
public class NamespaceReferenceTests
{
    // The subnets in the order of the reference, where it is that of their ids.
    private const string MixedNetwork = """
        New-DhcpNetwork blue -Mtu 1450
        New-DhcpSubnet blue 10.30.0.0/24
        New-DhcpSubnet blue 10.20.0.0/24 -DnsServer 10.20.0.53 -HostRoute '10.99.0.0/16,10.20.0.254'
        New-DhcpSubnet blue fd00:30::/64 -Gateway fd00:30:: -AllocationPool fd00:30::1-fd00:30::ffff:ffff:ffff:ffff -Ipv6AddressMode dhcpv6-stateful -Ipv6RaMode dhcpv6-stateful -DnsServer fd00:30::53
        New-DhcpSubnet blue fd00:20::/64 -Gateway fd00:20:: -AllocationPool fd00:20::1-fd00:20::ffff:ffff:ffff:ffff -Ipv6AddressMode slaac -Ipv6RaMode slaac
        """;

    private const string IsolatedNetwork = """
        Set-DhcpConfiguration -EnableIsolatedMetadata $true | Out-Null
        New-DhcpNetwork blue -Mtu 1450
        New-DhcpSubnet blue 10.40.0.0/24
        New-DhcpSubnet blue 10.41.0.0/24 -NoGateway -AllocationPool 10.41.0.1-10.41.0.254
        """;

    [Theory]
    [InlineData(".", MixedNetwork)]
    [InlineData("isolated-metadata", IsolatedNetwork)]
    public async Task It_is_the_same_item_by_item(string folder, string script)
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run(script + "\nEnable-NetworkDhcp blue");
        await WaitForAddressesAsync(world);

        AssertSame(ReferenceState.Read(folder), Look(world));
    }

    [Fact]
    public async Task It_is_the_same_after_metadata_was_turned_on_and_off_again()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run(IsolatedNetwork.Replace("$true", "$false", StringComparison.Ordinal) + "\nEnable-NetworkDhcp blue");
        await WaitForAddressesAsync(world);
        ReferenceState before = Look(world);

        world.Run("Set-DhcpConfiguration -EnableIsolatedMetadata $true | Out-Null; Enable-NetworkDhcp blue");
        await WaitForAddressesAsync(world);
        AssertSame(ReferenceState.Read("isolated-metadata"), Look(world));

        world.Run("Set-DhcpConfiguration -EnableIsolatedMetadata $false | Out-Null; Enable-NetworkDhcp blue");
        AssertSame(before, Look(world));
    }

    [Fact]
    public async Task A_gateway_outside_the_subnet_is_reached_by_a_route_of_its_own_which_goes_with_it()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue; New-DhcpSubnet blue 10.20.0.0/24 -Gateway 10.99.0.1 -AllocationPool 10.20.0.2-10.20.0.254; New-DhcpSubnet blue fd00:30::/64 -Gateway fd00:99::1 -Ipv6AddressMode dhcpv6-stateful -Ipv6RaMode dhcpv6-stateful");
        world.Run("Enable-NetworkDhcp blue");
        Assert.Equal(["10.99.0.1 dev TAP proto static scope link", "default via 10.99.0.1 dev TAP proto static"], StaticRoutes(world, "routes"));
        Assert.Equal(["default via fd00:99::1 dev TAP proto static metric 1024 pref medium", "fd00:99::1 dev TAP proto static metric 1024 pref medium"], StaticRoutes(world, "routes6"));

        world.Run("Set-DhcpSubnet 10.20.0.0/24 -Gateway 10.98.0.1; Set-DhcpSubnet fd00:30::/64 -Gateway fd00:98::1; Enable-NetworkDhcp blue");
        Assert.Equal(["10.98.0.1 dev TAP proto static scope link", "default via 10.98.0.1 dev TAP proto static"], StaticRoutes(world, "routes"));
        Assert.Equal(["default via fd00:98::1 dev TAP proto static metric 1024 pref medium", "fd00:98::1 dev TAP proto static metric 1024 pref medium"], StaticRoutes(world, "routes6"));

        world.Run("Set-DhcpSubnet 10.20.0.0/24 -Gateway 10.20.0.1; Set-DhcpSubnet fd00:30::/64 -NoGateway; Enable-NetworkDhcp blue");
        Assert.Equal(["default via 10.20.0.1 dev TAP proto static"], StaticRoutes(world, "routes"));
        Assert.Empty(StaticRoutes(world, "routes6"));

        world.Run("Set-DhcpSubnet 10.20.0.0/24 -NoGateway; Enable-NetworkDhcp blue");
        Assert.Empty(StaticRoutes(world, "routes"));
        PSObject state = world.RunSingle("Get-NetworkDhcp blue");
        Assert.True($"{state.Properties["State"].Value}" == "Enabled", string.Join("; ", (IEnumerable<string>)state.Properties["Problems"].Value));
    }

    [Fact]
    public async Task A_link_local_gateway_has_a_route_of_its_own_as_in_Neutron()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue; New-DhcpSubnet blue fd00:30::/64 -Gateway fe80::1 -Ipv6AddressMode dhcpv6-stateful -Ipv6RaMode dhcpv6-stateful; Enable-NetworkDhcp blue");

        Assert.Equal(["default via fe80::1 dev TAP proto static metric 1024 pref medium", "fe80::1 dev TAP proto static metric 1024 pref medium"], StaticRoutes(world, "routes6"));
        Assert.Equal("None", $"{world.RunSingle("(Enable-NetworkDhcp blue).Change")}");
    }

    [Fact]
    public async Task Enabling_again_and_again_leaves_the_rules_once()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24; Enable-NetworkDhcp blue; Enable-NetworkDhcp blue; Restart-NetworkDhcp blue");

        ReferenceState reference = ReferenceState.Read("."), state = Look(world);

        Assert.Equal(reference["iptables"], state["iptables"]);
        Assert.Equal(reference["ip6tables"], state["ip6tables"]);
    }

    private static IEnumerable<string> StaticRoutes(ModuleWorld world, string name) => Look(world)[name].Where(r => r.Contains("proto static", StringComparison.Ordinal));

    private static ReferenceState Look(ModuleWorld world) =>
        ReferenceState.Look($"qdhcp-{world.RunSingle("(Get-DhcpNetwork blue).Id")}", (string)world.RunSingle("(Get-DhcpPort blue).TapName").BaseObject);

    private static void AssertSame(ReferenceState expected, ReferenceState actual)
    {
        foreach (string name in ReferenceState.Names)
        {
            string[] missing = [.. expected[name].Except(actual[name]).Select(l => $"- {l}")], extra = [.. actual[name].Except(expected[name]).Select(l => $"+ {l}")];
            Assert.True(expected[name].SequenceEqual(actual[name]), $"{name}:\n{string.Join('\n', missing.Concat(extra))}");
        }
    }

    // The kernel looks for duplicates of a new IPv6 address for a second or two, and dnsmasq listens on it then.
    private static async Task WaitForAddressesAsync(ModuleWorld world)
    {
        for (int i = 0; i < 100; i++)
        {
            ReferenceState state = Look(world);
            if (!state["addresses"].Any(a => a.Contains("tentative", StringComparison.Ordinal)) && state["sockets"].Count == 2 * state["addresses"].Count(a => a.StartsWith("inet", StringComparison.Ordinal)) + OtherSockets(state))
                return;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    // Those that there is not one of for each address: DHCP's, and the metadata proxy's.
    private static int OtherSockets(ReferenceState state) => state["sockets"].Count(s => !s.EndsWith(":53", StringComparison.Ordinal));
}
