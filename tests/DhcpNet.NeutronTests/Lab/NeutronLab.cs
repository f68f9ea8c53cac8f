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

    private readonly string? _whyNot = WhyNot();
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

    /// <summary>Skips the test where the lab could not be built.</summary>
    internal void Require() => Assert.SkipUnless(_whyNot is null, _whyNot ?? "");

    public async ValueTask InitializeAsync()
    {
        if (_whyNot is not null)
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
            StartAgent(_switchAgent, "/usr/bin/neutron-openvswitch-agent", _config.SwitchAgent);
            await _switchAgent.WaitForAsync("its report", () => _api.IsAliveAsync(SwitchAgentType, Host));
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

    /// <summary>Starts Neutron's own DHCP agent; back when the server says that it is alive.</summary>
    internal async Task StartDhcpAgentAsync()
    {
        DateTimeOffset start = DateTimeOffset.UtcNow;
        StartAgent(_dhcpAgent!, "/usr/bin/neutron-dhcp-agent", _config!.DhcpAgent);
        // The server calls one alive that was so a minute ago.
        await _dhcpAgent!.WaitForAsync("its report", async () =>
            await _api!.FindAgentAsync(DhcpAgentType, Host) is { } agent && DateTimeOffset.Parse(agent["started_at"]!.GetValue<string>() + "Z", null) >= start.AddSeconds(-1) && agent["alive"]!.GetValue<bool>());
    }

    /// <summary>Stops it; what it has started goes on serving.</summary>
    internal Task StopDhcpAgentAsync() => _dhcpAgent!.StopAsync();

    public async ValueTask DisposeAsync()
    {
        if (Directory.Length == 0)
            return;
        foreach (LabProcess agent in new[] { _dhcpAgent!, _switchAgent!, _server! })
            await agent.StopAsync();
        await _database!.StopAsync();
        await _broker!.StopAsync();
        Broker.StopNameServer();
        await EndHelpersAsync();
        await _ovs!.DisposeAsync();
        _api!.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    // The agents' helpers that run as root for them; some outlive the agents, for minutes.
    private static async Task EndHelpersAsync()
    {
        for (int i = 0; i < 100; i++)
        {
            int[] helpers = [.. Leftovers.Processes().Where(p => p.CommandLine.Contains("rootwrap", StringComparison.Ordinal) || p.CommandLine.Contains("privsep", StringComparison.Ordinal)).Select(p => p.Id)];
            if (helpers.Length == 0)
                return;
            Programs.Try("kill", ["-KILL", .. helpers.Select(h => $"{h}")]);
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
