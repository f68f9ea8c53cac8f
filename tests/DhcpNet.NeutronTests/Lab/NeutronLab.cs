using DhcpNet.NeutronTests.Lab;

[assembly: AssemblyFixture(typeof(NeutronLab))]

namespace DhcpNet.NeutronTests.Lab;

/// <summary>
/// A whole Neutron for all tests of this program: database, broker, server, an Open vSwitch and its agent; and a DHCP agent, for tests that
/// start it. All of it is in the private namespaces of the test program and below one temporary directory.
/// </summary>
public sealed class NeutronLab : IAsyncLifetime
{
    /// <summary>The name that agents here go by.</summary>
    public const string Host = "lab-host";

    public const string DhcpAgentType = "DHCP agent";

    private const string SwitchAgentType = "Open vSwitch agent";
    private const string Python = "/usr/bin/python3";

    // File -> Debian package that has it.
    private static readonly (string File, string Package)[] Needed =
    [
        ("/usr/bin/neutron-server", "neutron-server"),
        ("/usr/bin/neutron-dhcp-agent", "neutron-dhcp-agent"),
        ("/usr/bin/neutron-openvswitch-agent", "neutron-openvswitch-agent"),
        ("/usr/lib/rabbitmq/bin/rabbitmq-server", "rabbitmq-server"),
        ("/usr/sbin/mariadbd", "mariadb-server-core"),
        ("/usr/bin/mariadb", "mariadb-client-core"),
        ("/usr/lib/python3/dist-packages/pymysql", "python3-pymysql"),
        ("/usr/sbin/ovs-vswitchd", "openvswitch-switch"),
        ("/usr/sbin/dnsmasq", "dnsmasq-base"),
        ("/usr/bin/sudo", "sudo"),
    ];

    private static readonly string[] Rest = ["neutron-rootwrap", "privsep-helper", "epmd"];

    private NeutronConfig? _config;
    private Database? _database;
    private LabProcess? _server;
    private LabProcess? _switchAgent;
    private LabProcess? _dhcpAgent;
    private OvsInstance? _ovs;
    private Broker? _broker;
    private NeutronApi? _api;

    internal string Directory { get; private set; } = "";

    internal OvsInstance Ovs => _ovs!;

    internal Broker Broker => _broker!;

    internal NeutronApi Api => _api!;

    /// <summary>The directory of everything that agents keep here: what DhcpNet is to have for its state path.</summary>
    internal string State => _config!.State;

    internal LabProcess DhcpAgent => _dhcpAgent!;

    /// <summary>Why there is no lab; null: there can be one.</summary>
    internal string? WhyNone { get; } = WhyNot();

    /// <summary>Skips the test where the lab could not be built.</summary>
    internal void Require() => Assert.SkipUnless(WhyNone is null, WhyNone ?? "");

    public async ValueTask InitializeAsync()
    {
        if (WhyNone is not null)
            return;
        Directory = System.IO.Directory.CreateTempSubdirectory("neutron-").FullName;
        // dnsmasq reads its files as 'nobody'.
        File.SetUnixFileMode(Directory, (UnixFileMode)0b111_101_101);
        _database = new Database(Directory);
        _broker = new Broker(Directory);
        _ovs = await OvsInstance.StartAsync();
        _config = new NeutronConfig(Directory, Host, _database.Url, $"{_ovs.Endpoint}");
        _config.Write();
        _server = new LabProcess("neutron-server", Directory);
        _switchAgent = new LabProcess("neutron-openvswitch-agent", Directory);
        _dhcpAgent = new LabProcess("neutron-dhcp-agent", Directory);
        _api = new NeutronApi();
        try
        {
            await Task.WhenAll(_broker.StartAsync(), Task.Run(async () =>
            {
                await _database.StartAsync();
                Programs.Run(Python, "/usr/bin/neutron-db-manage", "--config-file", _config.Common, "--config-file", _config.Server, "upgrade", "heads");
            }));
            await StartServerAsync();
            await StartSwitchAgentAsync();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts neutron-server; back when it answers.</summary>
    internal async Task StartServerAsync()
    {
        _server!.Start(new Dictionary<string, string>(), Python, "/usr/bin/neutron-server", "--config-file", _config!.Common, "--config-file", _config.Server);
        await _server.WaitForAsync("an answer", _api!.IsUpAsync);
    }

    /// <summary>Ends neutron-server as a crash would.</summary>
    internal void KillServer() => _server!.Kill();

    /// <summary>Has neutron-server stand still, as one does whose host has no memory left.</summary>
    internal void FreezeServer() => _server!.Signal("STOP");

    /// <summary>Has it go on.</summary>
    internal void ThawServer() => _server!.Signal("CONT");

    /// <summary>Ends the switch's agent. One that only stood still would lose its connection to the switch, and be busy for minutes with that.</summary>
    internal void StopSwitchAgent() => _switchAgent!.Kill();

    /// <summary>Starts it; back when the server says that it is alive.</summary>
    internal async Task StartSwitchAgentAsync()
    {
        DateTimeOffset start = DateTimeOffset.UtcNow;
        StartAgent(_switchAgent!, "/usr/bin/neutron-openvswitch-agent", _config!.SwitchAgent);
        await _switchAgent!.WaitForAsync("its report", () => HasReportedAsync(SwitchAgentType, "started_at", start));
    }

    /// <summary>Starts one more neutron-server with the same database; whoever starts it ends it.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="port">Where its API is.</param>
    /// <param name="options">Lines of its configuration in which it differs.</param>
    internal async Task<LabProcess> StartOtherServerAsync(string name, int port, string options)
    {
        string file = Path.Combine(Directory, $"{name}.conf");
        await File.WriteAllTextAsync(file, $"[DEFAULT]\nbind_port = {port}\n{options}\n");
        LabProcess server = new(name, Directory);
        using NeutronApi api = new(port);
        server.Start(new Dictionary<string, string>(), Python, "/usr/bin/neutron-server", "--config-file", _config!.Common, "--config-file", _config.Server, "--config-file", file);
        try
        {
            await server.WaitForAsync("an answer", api.IsUpAsync);
            return server;
        }
        catch
        {
            server.Kill();
            throw;
        }
    }

    /// <summary>Starts the broker again after it was killed; back when the switch's agent has found it.</summary>
    internal async Task StartBrokerAsync()
    {
        await _broker!.StartAsync();
        DateTimeOffset start = DateTimeOffset.UtcNow;
        await _switchAgent!.WaitForAsync("its report", async () => await _api!.IsUpAsync() && await HasReportedAsync(SwitchAgentType, "heartbeat_timestamp", start));
    }

    /// <summary>Whether an agent has reported since a time, or was started since then.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="property"><c>heartbeat_timestamp</c> or <c>started_at</c>.</param>
    /// <param name="since">The time; Neutron keeps whole seconds.</param>
    internal async Task<bool> HasReportedAsync(string type, string property, DateTimeOffset since) =>
        await _api!.FindAgentAsync(type, Host) is { } agent && DateTimeOffset.Parse(agent[property]!.GetValue<string>() + "Z", null) >= since.AddSeconds(-1);

    /// <summary>What server and switch's agent have logged of a port, and of calls that were not answered: what it may be waiting for.</summary>
    internal string TellOfPort(string id) =>
        // Without the requests of those who ask whether it is active.
        string.Join('\n', _server!.FindInLog(id).Where(line => !line.Contains("neutron.wsgi", StringComparison.Ordinal)).TakeLast(20)
            .Concat(_switchAgent!.FindInLog(id, "Timeout in RPC", "Agent out of sync").TakeLast(20)).Select(line => line.Trim()));

    /// <summary>Where the API has this host's DHCP agent.</summary>
    internal async Task<string> GetDhcpAgentPathAsync() => $"agents/{(await _api!.FindAgentAsync(DhcpAgentType, Host))!["id"]!.GetValue<string>()}";

    /// <summary>Starts Neutron's own DHCP agent; back when the server says that it is alive.</summary>
    /// <param name="isolatedMetadata">Its option <c>enable_isolated_metadata</c>.</param>
    internal async Task StartDhcpAgentAsync(bool isolatedMetadata = false)
    {
        DateTimeOffset start = DateTimeOffset.UtcNow;
        LaunchDhcpAgent(isolatedMetadata);
        await _dhcpAgent!.WaitForAsync("its report", () => HasReportedAsync(DhcpAgentType, "started_at", start));
    }

    /// <summary>The same, and back at once.</summary>
    internal void LaunchDhcpAgent(bool isolatedMetadata)
    {
        _config!.WriteDhcpAgent(isolatedMetadata);
        StartAgent(_dhcpAgent!, "/usr/bin/neutron-dhcp-agent", _config.DhcpAgent);
    }

    /// <summary>Makes this host one that Neutron gives networks to: its agent has reported once.</summary>
    internal async Task RegisterHostAsync()
    {
        if (await _api!.FindAgentAsync(DhcpAgentType, Host) is not null)
            return;
        await StartDhcpAgentAsync();
        await StopDhcpAgentAsync();
    }

    /// <summary>Stops it; what it has started goes on serving.</summary>
    internal Task StopDhcpAgentAsync() => _dhcpAgent!.StopAsync();

    public async ValueTask DisposeAsync()
    {
        if (Directory.Length == 0)
            return;
        // Nothing of what they keep is wanted any more, and some take half a minute to end by themselves.
        foreach (LabProcess process in new[] { _dhcpAgent!, _switchAgent!, _server! })
            process.Kill();
        _database!.Kill();
        _broker!.Kill();
        await EndRestAsync();
        await _ovs!.DisposeAsync();
        _api!.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    // What those have started that outlives them: the agents' helpers, which run as root for them, and the name server of Erlang's nodes.
    private static async Task EndRestAsync()
    {
        for (int i = 0; i < 100; i++)
        {
            int[] rest = [.. Leftovers.Processes().Where(p => Rest.Any(r => p.CommandLine.Contains(r, StringComparison.Ordinal))).Select(p => p.Id)];
            if (rest.Length == 0)
                return;
            Programs.Try("kill", ["-KILL", .. rest.Select(p => $"{p}")]);
            await Task.Delay(20);
        }
    }

    private void StartAgent(LabProcess agent, string program, string configuration) =>
        agent.Start(
            new Dictionary<string, string> { ["OVS_RUNDIR"] = _ovs!.Directory, ["OVS_DBDIR"] = _ovs.Directory, ["OVS_LOGDIR"] = _ovs.Directory, ["OVS_SYSCONFDIR"] = _ovs.Directory },
            Python, program, "--config-file", _config!.Common, "--config-file", configuration);

    private static string? WhyNot()
    {
        if (!Isolation.IsRoot)
            return "needs root: it makes network namespaces and starts a Neutron in them";
        string[] missing = [.. Needed.Where(n => !Path.Exists(n.File)).Select(n => n.Package)];
        return missing.Length == 0 ? null : $"not installed: {string.Join(", ", missing)}";
    }
}
