using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using DhcpNet.Linux;

namespace DhcpNet.SystemTests.Module;

/// <summary>A network's requests for metadata reach the metadata agent by way of a haproxy, for as long as the network is to have it.</summary>
public class MetadataTests
{
    private const string Served = "Set-DhcpConfiguration -EnableIsolatedMetadata $true | Out-Null; New-DhcpNetwork blue -Subnet 10.20.0.0/24; New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.50; ";

    [Fact]
    public async Task A_clients_request_reaches_the_metadata_agent_and_says_from_where()
    {
        await using ModuleWorld world = await StartAsync();
        await using var agent = MetadataAgent.Start($"{world.StateDirectory}/metadata_proxy");
        PSObject state = world.Run(Served + "Enable-NetworkDhcp blue")[^1];
        Assert.Contains("metadata proxy started", (IEnumerable<string>)state.Properties["Steps"].Value);
        using var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:10");
        Assert.Contains("169.254.169.254/32 10.20.0.2", client.Lease()["staticroutes"]);
        client.Run("ip", "route", "add", "169.254.169.254/32", "via", "10.20.0.2");

        Assert.Equal("i-am-vm1", MetadataAgent.Ask(client, "/latest/meta-data/instance-id"));

        IReadOnlyList<string> request = Assert.Single(agent.Requests);
        Assert.Equal("GET /latest/meta-data/instance-id HTTP/1.1", request[0]);
        Assert.Contains(request, h => h.Equals($"X-Neutron-Network-ID: {Id(world)}", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(request, h => h.Equals("X-Forwarded-For: 10.20.0.50", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_client_can_not_pretend_to_be_behind_a_router_or_on_another_network()
    {
        await using ModuleWorld world = await StartAsync();
        await using var agent = MetadataAgent.Start($"{world.StateDirectory}/metadata_proxy");
        world.Run(Served + "Enable-NetworkDhcp blue");
        using var client = Attached(world);

        MetadataAgent.Ask(client, headers: ["X-Neutron-Router-ID: r", "X-Neutron-Network-ID: n"]);

        IReadOnlyList<string> request = Assert.Single(agent.Requests);
        Assert.DoesNotContain(request, h => h.StartsWith("X-Neutron-Router-ID:", StringComparison.OrdinalIgnoreCase));
        Assert.Equal($"{Id(world)}", Assert.Single(request, h => h.StartsWith("X-Neutron-Network-ID:", StringComparison.OrdinalIgnoreCase)).Split(' ')[1]);
    }

    [Fact]
    public async Task A_request_over_IPv6_reaches_it_too()
    {
        await using ModuleWorld world = await StartAsync();
        await using var agent = MetadataAgent.Start($"{world.StateDirectory}/metadata_proxy");
        world.Run(Served + "New-DhcpSubnet blue fd00:20::/64 -Ipv6AddressMode slaac -Ipv6RaMode slaac; Enable-NetworkDhcp blue");
        using var client = Attached(world);
        client.WaitForLinkLocal();

        string answer = "";
        // The kernel looks for duplicates of the address for a second or two.
        for (int i = 0; i < 100 && answer.Length == 0; i++)
        {
            answer = MetadataAgent.Ask(client, address: $"fe80::a9fe:a9fe%{client.Name}");
            Thread.Sleep(100);
        }

        Assert.Equal("i-am-vm1", answer);
        Assert.Equal("net.ipv6.ip_nonlocal_bind = 0\n", Programs.Run("ip", "netns", "exec", $"qdhcp-{Id(world)}", "sysctl", "net.ipv6.ip_nonlocal_bind"));
    }

    [Fact]
    public async Task Enabling_again_leaves_the_process_alone()
    {
        await using ModuleWorld world = await StartAsync();
        world.Run(Served + "Enable-NetworkDhcp blue");
        int process = Process(world)!.Value;

        Assert.Equal("None", $"{world.RunSingle("(Enable-NetworkDhcp blue).Change")}");
        Assert.Equal("Restarted", $"{world.RunSingle("(Restart-NetworkDhcp blue).Change")}");
        Assert.Equal("Enabled", $"{world.RunSingle("(Get-NetworkDhcp blue).State")}");
        Assert.Equal(process, Process(world));
    }

    [Fact]
    public async Task The_topology_shows_it_while_it_runs()
    {
        await using ModuleWorld world = await StartAsync();
        world.Run(Served + "Enable-NetworkDhcp blue");

        Assert.Equal($"process {Process(world)}", $"{world.RunSingle("(Show-DhcpTopology | Where-Object Name -eq haproxy).Detail")}");
        Programs.Run("kill", $"{Process(world)}");
        WaitForEnd(world);

        Assert.Equal(["problem", "the metadata proxy does not run"], world.Run("Show-DhcpTopology | Where-Object { $_.Name -eq 'haproxy' -or $_.Kind -eq 'Problem' } | ForEach-Object { $_.Name, $_.Detail }").Select(o => $"{o}"));
    }

    [Fact]
    public async Task One_that_Neutrons_agent_has_started_goes_on()
    {
        await using ModuleWorld world = await StartAsync();
        world.Run(Served + "Enable-NetworkDhcp blue");
        string configuration = File.ReadAllText(Configuration(world));
        Programs.Run("kill", $"{Process(world)}");
        WaitForEnd(world);
        // As the agent starts it, once nobody else has turned out to have the address.
        WaitUntil(() => Programs.Run("ip", "-n", $"qdhcp-{Id(world)}", "-6", "addr", "show", "tentative").Length == 0);
        Programs.Run("ip", "netns", "exec", $"qdhcp-{Id(world)}", "haproxy", "-f", Configuration(world));
        int process = Process(world)!.Value;

        Assert.Equal("None", $"{world.RunSingle("(Enable-NetworkDhcp blue).Change")}");

        Assert.Equal(process, Process(world));
        Assert.Equal(configuration, File.ReadAllText(Configuration(world)));
    }

    [Theory]
    [InlineData("Enable", "kill -KILL PID", "metadata proxy started")]
    [InlineData("Update", "kill -KILL PID", null)]
    [InlineData("Repair", "kill -KILL PID", "start the metadata proxy")]
    [InlineData("Enable", "cp /dev/null CONF", "metadata proxy restarted")]
    [InlineData("Repair", "cp /dev/null CONF", "start the metadata proxy anew")]
    [InlineData("Enable", "rm CONF", "metadata proxy restarted")]
    [InlineData("Enable", "rm CONF PIDFILE", "metadata proxy restarted")]
    [InlineData("Enable", "rm PIDFILE", "")]
    [InlineData("Enable", "ip netns del NS", "metadata proxy restarted")]
    [InlineData("Enable", "ovs-vsctl del-port TAP", "metadata proxy restarted")]
    public async Task What_drifted_of_it_is_mended(string verb, string command, string? step)
    {
        await using ModuleWorld world = await StartAsync();
        await using var agent = MetadataAgent.Start($"{world.StateDirectory}/metadata_proxy");
        world.Run(Served + "Enable-NetworkDhcp blue");
        string[] words = command.Replace("PIDFILE", PidFile(world)).Replace("PID", $"{Process(world)}").Replace("CONF", Configuration(world))
            .Replace("NS", $"qdhcp-{Id(world)}").Replace("TAP", (string)world.RunSingle("(Get-DhcpPort blue).TapName").BaseObject).Split(' ');
        if (words[0] == "ovs-vsctl")
            world.Ovs.Vsctl(words[1..]);
        else
            Programs.Run(words[0], words[1..]);
        if (words[0] == "kill")
            WaitForEnd(world);
        Assert.Equal(step == "" ? "Enabled" : "Degraded", $"{world.RunSingle("(Get-NetworkDhcp blue).State")}");

        PSObject state = world.RunSingle($"{verb}-NetworkDhcp blue");
        // Update- does not look where nothing has changed in the plugin.
        if (step is null)
            state = world.RunSingle("Update-NetworkDhcp (New-DhcpReservation blue fa:16:3e:00:00:11).NetworkId");
        else if (step.Length > 0)
            Assert.Contains(step, (IEnumerable<string>)state.Properties["Steps"].Value);

        Assert.Equal("Enabled", $"{world.RunSingle("(Get-NetworkDhcp blue).State")}");
        Assert.Equal("None", $"{world.RunSingle("(Enable-NetworkDhcp blue).Change")}");
        using var client = Attached(world);
        Assert.Equal("i-am-vm1", MetadataAgent.Ask(client));
    }

    [Theory]
    [InlineData("Set-DhcpConfiguration -EnableIsolatedMetadata $false | Out-Null; Enable-NetworkDhcp blue")]
    [InlineData("Set-DhcpConfiguration -EnableIsolatedMetadata $false | Out-Null; Update-NetworkDhcp blue")]
    [InlineData("Set-DhcpConfiguration -EnableIsolatedMetadata $false | Out-Null; Repair-NetworkDhcp blue")]
    public async Task Turned_off_it_goes(string script)
    {
        await using ModuleWorld world = await StartAsync();
        world.Run(Served + "Enable-NetworkDhcp blue");

        world.Run(script);

        Assert.Null(Process(world));
        Assert.Empty(Files(world));
        Assert.Equal("Enabled", $"{world.RunSingle("(Get-NetworkDhcp blue).State")}");
    }

    [Theory]
    [InlineData("Enable")]
    [InlineData("Update")]
    public async Task Another_socket_is_used_from_then_on(string verb)
    {
        await using ModuleWorld world = await StartAsync();
        await using var agent = MetadataAgent.Start($"{world.StateDirectory}/other");
        world.Run(Served + "Enable-NetworkDhcp blue");

        PSObject state = world.RunSingle($"Set-DhcpConfiguration -MetadataProxySocket {world.StateDirectory}/other | Out-Null; {verb}-NetworkDhcp blue");

        Assert.Equal(["metadata proxy restarted"], (IEnumerable<string>)state.Properties["Steps"].Value);
        Assert.Contains(".conf is another", (string)state.Properties["Reason"].Value);
        using var client = Attached(world);
        Assert.Equal("i-am-vm1", MetadataAgent.Ask(client));
    }

    [Theory]
    [InlineData("")]
    [InlineData("rm CONF PIDFILE")]
    [InlineData("kill -KILL PID")]
    public async Task It_goes_with_the_network(string before)
    {
        await using ModuleWorld world = await StartAsync();
        world.Run(Served + "Enable-NetworkDhcp blue");
        int process = Process(world)!.Value;
        string[] words = before.Replace("PIDFILE", PidFile(world)).Replace("PID", $"{process}").Replace("CONF", Configuration(world)).Split(' ');
        if (before.Length > 0)
            Programs.Run(words[0], words[1..]);

        PSObject state = world.RunSingle("Disable-NetworkDhcp blue -Force");

        Assert.Equal("Disabled", $"{state.Properties["State"].Value}");
        Assert.False(IsHaproxy(process));
        Assert.Empty(Files(world));
        Assert.Empty(world.Leftovers());
    }

    [Fact]
    public async Task Removing_the_namespace_ends_it_but_not_dnsmasq()
    {
        await using ModuleWorld world = await StartAsync();
        world.Run(Served + "Enable-NetworkDhcp blue");
        string name = $"qdhcp-{Id(world)}";

        Assert.Equal("NamespaceInUse", world.RunError($"Remove-NetNamespace {name} -Force").FullyQualifiedErrorId.Split(',')[0]);
        Assert.NotNull(Process(world));

        world.Run($"Stop-Dnsmasq blue | Out-Null; Remove-NetNamespace {name} -Force");
        Assert.Null(Process(world));
        Assert.Empty(Files(world));
    }

    [Fact]
    public async Task Without_haproxy_a_warning_says_so_and_DHCP_is_served()
    {
        await using ModuleWorld world = await StartAsync();
        string shown = world.PowerShell.Show(Served + "New-DhcpNetwork green -Subnet 10.30.0.0/24; Set-DhcpConfiguration -Haproxy no-such-haproxy | Out-Null; Get-DhcpNetwork | Enable-NetworkDhcp | Out-Null");

        Assert.Equal(2, shown.Split("install the package 'haproxy'").Length);
        PSObject state = world.RunSingle("Get-NetworkDhcp blue");
        Assert.Equal("Degraded", $"{state.Properties["State"].Value}");
        Assert.Contains("'no-such-haproxy'", Assert.Single((IEnumerable<string>)state.Properties["Problems"].Value));
        using var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:10");
        Assert.Equal("10.20.0.50", client.Lease()["ip"]);
    }

    [Fact]
    public async Task Why_haproxy_does_not_start_is_told()
    {
        await using ModuleWorld world = await StartAsync();
        string shown = world.PowerShell.Show(Served + "Set-DhcpConfiguration -Haproxy /bin/false | Out-Null; Enable-NetworkDhcp blue | Out-Null");

        Assert.Contains("it ended with exit code 1", shown);
        Assert.NotEmpty(world.DnsmasqProcesses());
    }

    [Fact]
    public async Task Another_process_on_its_port_is_left_alone()
    {
        await using ModuleWorld world = await StartAsync();
        world.Run(Served + "Enable-NetworkDhcp blue; Set-DhcpConfiguration -EnableIsolatedMetadata $false | Out-Null; Enable-NetworkDhcp blue");
        using Socket stranger = NetworkNamespace.Run($"qdhcp-{Id(world)}", () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        stranger.Bind(new IPEndPoint(IPAddress.Any, 80));
        stranger.Listen();

        string shown = world.PowerShell.Show("Set-DhcpConfiguration -EnableIsolatedMetadata $true | Out-Null; Enable-NetworkDhcp blue | Out-Null");

        Assert.Contains("is another process's", shown);
    }

    private static async Task<ModuleWorld> StartAsync()
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/haproxy"), "haproxy is not installed");
        return await ModuleWorld.StartAsync();
    }

    // A client that has no need of DHCP.
    private static DhcpClient Attached(ModuleWorld world)
    {
        var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:10");
        client.Run("ip", "addr", "add", "10.20.0.50/24", "dev", client.Name);
        client.Run("ip", "route", "add", "169.254.169.254/32", "via", "10.20.0.2");
        return client;
    }

    private static string Id(ModuleWorld world) => $"{world.RunSingle("(Get-DhcpNetwork blue).Id")}";

    private static string Configuration(ModuleWorld world) => $"{world.StateDirectory}/ns-metadata-proxy/{Id(world)}.conf";

    private static string PidFile(ModuleWorld world) => $"{world.StateDirectory}/external/pids/{Id(world)}.pid.haproxy";

    private static string[] Files(ModuleWorld world) =>
        [.. new[] { Configuration(world), PidFile(world) }.SelectMany(f => Directory.GetFiles(Path.GetDirectoryName(f)!))];

    private static int? Process(ModuleWorld world) =>
        File.Exists(PidFile(world)) && int.Parse(File.ReadAllText(PidFile(world)), CultureInfo.InvariantCulture) is int id && IsHaproxy(id) ? id : null;

    private static bool IsHaproxy(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat") is string stat && stat.Contains("(haproxy)", StringComparison.Ordinal) && !stat.Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void WaitForEnd(ModuleWorld world) => WaitUntil(() => Process(world) is null);

    private static void WaitUntil(Func<bool> condition)
    {
        for (int i = 0; i < 500 && !condition(); i++)
            Thread.Sleep(10);
        Assert.True(condition());
    }
}
