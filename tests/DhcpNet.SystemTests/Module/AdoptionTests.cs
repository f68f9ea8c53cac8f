using System.Management.Automation;

namespace DhcpNet.SystemTests.Module;

/// <summary>A host passes from the Neutron agent to DhcpNet, and back, without a dropped lease.</summary>
public class AdoptionTests
{
    [Theory]
    [InlineData("Enable", false)]
    [InlineData("Enable", true)]
    [InlineData("Update", false)]
    [InlineData("Repair", false)]
    public async Task What_the_Neutron_agent_left_goes_on_serving(string verb, bool localResolv)
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.Run($"Set-DhcpConfiguration -LocalResolv ${localResolv} | Out-Null");
        var agent = NeutronAgent.Prepare(world, localResolv);
        int process = agent.Start();
        using var vm = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:10");
        using var udhcpc = Udhcpc.Start(vm);
        Assert.Equal("10.20.0.50", udhcpc.Bound()["ip"]);
        string inode = Programs.Run("stat", "-c", "%i", $"{agent.Directory}/leases"), routes = Programs.Run("ip", "-n", agent.Namespace, "route");
        string leases = File.ReadAllText($"{agent.Directory}/leases");
        string tap = world.Ovs.Vsctl("get", "interface", agent.Tap, "external_ids", "ofport", "type");

        PSObject state = world.RunSingle($"{verb}-NetworkDhcp blue");

        Assert.True($"{state.Properties["State"].Value}" == "Enabled", string.Join("; ", (IEnumerable<string>)state.Properties["Problems"].Value));
        // That the tap's port is said to be the network's is what DhcpNet adds.
        Assert.DoesNotContain((IEnumerable<string>)state.Properties["Steps"].Value, step => step != "tap updated");
        Assert.Equal(process, Assert.Single(world.DnsmasqProcesses()));
        Assert.Equal((inode, leases), (Programs.Run("stat", "-c", "%i", $"{agent.Directory}/leases"), File.ReadAllText($"{agent.Directory}/leases")));
        Assert.Equal((tap, routes), (world.Ovs.Vsctl("get", "interface", agent.Tap, "external_ids", "ofport", "type"), Programs.Run("ip", "-n", agent.Namespace, "route")));

        // A client that renews all through it, and changes that follow.
        int seen = udhcpc.Events.Count;
        Task work = Task.Run(() => world.Run($"1..3 | ForEach-Object {{ {verb}-NetworkDhcp blue }}; New-DhcpReservation blue fa:16:3e:00:00:11 10.20.0.51 -Update"), TestContext.Current.CancellationToken);
        do
            Assert.Equal("10.20.0.50", udhcpc.Renew()["ip"]);
        while (!work.IsCompleted);
        await work;
        Assert.DoesNotContain(udhcpc.Events.KindsSince(seen), kind => kind is not "renew");
        using var second = DhcpClient.Plug(world.Ovs, "vm2", "fa:16:3e:00:00:11");
        Assert.Equal("10.20.0.51", second.Lease()["ip"]);
    }

    [Fact]
    public async Task What_is_missing_of_what_the_agent_left_is_added_and_dnsmasq_kept()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        var agent = NeutronAgent.Prepare(world);
        int process = agent.Start();
        Programs.Run("ip", "-n", agent.Namespace, "route", "del", "default");
        Programs.Run("ip", "netns", "exec", agent.Namespace, "iptables", "-t", "mangle", "-F");

        PSObject state = world.RunSingle("Enable-NetworkDhcp blue");

        Assert.Equal("Enabled", $"{state.Properties["State"].Value}");
        Assert.Equal(process, Assert.Single(world.DnsmasqProcesses()));
        Assert.Contains("default via 10.20.0.1", Programs.Run("ip", "-n", agent.Namespace, "route"));
        Assert.Contains("--dport 68 -j CHECKSUM", Programs.Run("ip", "netns", "exec", agent.Namespace, "iptables-save", "-t", "mangle"));
    }

    [Fact]
    public async Task What_DhcpNet_leaves_is_what_the_Neutron_agent_would_have_made()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        var agent = NeutronAgent.Prepare(world);

        world.Run("Enable-NetworkDhcp blue");

        int process = Assert.Single(world.DnsmasqProcesses());
        foreach ((string name, string content) in agent.Files)
            Assert.Equal((name, content), (name, File.ReadAllText(Path.Combine(agent.Directory, name))));
        Assert.Equal($"{process}\n", File.ReadAllText(Path.Combine(agent.Directory, "pid")));
        Assert.Equal(agent.CommandLine.Skip(1), File.ReadAllText($"/proc/{process}/cmdline").TrimEnd('\0').Split('\0').Skip(1));
        Assert.Equal(
            Programs.Run("stat", "-L", "-c", "%i", $"/run/netns/{agent.Namespace}"),
            Programs.Run("stat", "-L", "-c", "%i", $"/proc/{process}/ns/net"));
        Assert.Equal("internal", world.Ovs.Vsctl("get", "interface", agent.Tap, "type").Trim());
    }
}
