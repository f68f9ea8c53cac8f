using DhcpNet.Ovsdb;
using DhcpNet.Plugins.Local;
using DhcpNet.Setup;

namespace DhcpNet.SystemTests.Module;

/// <summary>A tap that Neutron's Open vSwitch agent does not give a VLAN tag is told of, and left to it.</summary>
public class DeadTapTests : ISetupLog
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_a_problem_that_only_the_agent_can_mend_and_not_before_that_had_the_time()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24; Enable-NetworkDhcp blue");
        string tap = (string)world.RunSingle("(Get-DhcpPort blue).TapName").BaseObject;
        world.Ovs.Vsctl("set", "port", tap, "tag=4095", "vlan_mode=trunk", "trunks=4095");
        await using LocalPlugin plugin = await OpenStoreAsync(world);
        await using OvsSwitch ovs = await OvsSwitch.ConnectAsync(world.Ovs.Endpoint, null, Cancel);

        Assert.Empty((await LookAsync(world, plugin, ovs, patience: TimeSpan.FromHours(1))).Findings);
        Inspection seen = await LookAsync(world, plugin, ovs, patience: TimeSpan.Zero);
        world.Ovs.Vsctl("set", "port", tap, "tag=7", "--", "clear", "port", tap, "vlan_mode", "trunks");
        Inspection tagged = await LookAsync(world, plugin, ovs, patience: TimeSpan.Zero);

        Assert.Equal(NetworkDhcpState.Degraded, seen.State.State);
        Assert.StartsWith($"tap {tap} reaches no client: Neutron's Open vSwitch agent has given it no VLAN tag", Assert.Single(seen.State.Problems), StringComparison.Ordinal);
        Assert.Empty(seen.Mendable);
        Assert.Equal(NetworkDhcpState.Enabled, tagged.State.State);
    }

    [Fact]
    public async Task A_dnsmasq_that_hangs_beside_it_is_found_all_the_same()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24; Enable-NetworkDhcp blue");
        world.Ovs.Vsctl("set", "port", (string)world.RunSingle("(Get-DhcpPort blue).TapName").BaseObject, "tag=4095");
        Programs.Run("kill", "-STOP", $"{Assert.Single(world.DnsmasqProcesses())}");
        await using LocalPlugin plugin = await OpenStoreAsync(world);
        await using OvsSwitch ovs = await OvsSwitch.ConnectAsync(world.Ovs.Endpoint, null, Cancel);

        Inspection seen = await LookAsync(world, plugin, ovs, patience: TimeSpan.Zero);

        Assert.True(seen.IsHung);
        Assert.Equal("start dnsmasq anew", Assert.Single(seen.Mendable).Remedy);
    }

    void ISetupLog.Verbose(string message)
    {
    }

    void ISetupLog.Warning(string message)
    {
    }

    private static Task<LocalPlugin> OpenStoreAsync(ModuleWorld world) =>
        LocalPlugin.OpenAsync(new LocalPluginOptions { Path = Path.Combine(world.StateDirectory, "dhcpnet.db"), HostName = HostName(world) }, Cancel);

    private static string HostName(ModuleWorld world) => (string)world.RunSingle("(Get-DhcpConfiguration).HostName").BaseObject;

    // As where networks are Neutron's.
    private async Task<Inspection> LookAsync(ModuleWorld world, LocalPlugin plugin, OvsSwitch ovs, TimeSpan patience)
    {
        DhcpConfiguration configuration = new() { StatePath = world.StateDirectory, HostName = HostName(world) };
        OvsTapStep taps = new(ovs, configuration, ownsVlanTags: false);
        DhcpPortStep ports = new(plugin, configuration);
        DnsmasqStep dnsmasqs = new(plugin, configuration, this);
        MetadataProxyStep metadata = new(configuration, this);
        NetworkDhcpInspector inspector = new(taps, ports, dnsmasqs, metadata, configuration) { TagPatience = patience };
        return Assert.Single(await inspector.LookAsync([.. await plugin.FindNetworksAsync("blue", Cancel)], closely: true, Cancel));
    }
}
