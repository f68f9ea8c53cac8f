using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DhcpNet.Ovsdb;

namespace DhcpNet.SystemTests;

/// <summary>
/// A real ovsdb-server and ovs-vswitchd with files of their own and the bridge <c>br-int</c> in user space, so that no kernel module is needed.
/// Their devices appear in the namespace of the test program.
/// </summary>
internal sealed class OvsInstance : IAsyncDisposable
{
    public const string Bridge = "br-int";

    private const string Schema = "/usr/share/openvswitch/vswitch.ovsschema";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);

    private readonly int? _tcpPort;
    private readonly string[] _tapsBefore = ListTaps();
    private Process? _database;
    private Process? _switch;

    private OvsInstance(string directory, int? tcpPort)
    {
        Directory = directory;
        _tcpPort = tcpPort;
        Endpoint = OvsdbEndpoint.Parse($"unix:{SocketPath}");
    }

    /// <summary>Where the database, the socket and the logs are.</summary>
    public string Directory { get; }

    public OvsdbEndpoint Endpoint { get; }

    /// <summary>The same server over TCP; only if it was asked for.</summary>
    public OvsdbEndpoint TcpEndpoint => OvsdbEndpoint.Parse($"tcp:127.0.0.1:{_tcpPort ?? throw new InvalidOperationException("Started without TCP.")}");

    private string SocketPath => Path.Combine(Directory, "db.sock");

    private string DatabasePath => Path.Combine(Directory, "conf.db");

    public static async Task<OvsInstance> StartAsync(bool withTcp = false, bool withSwitch = true)
    {
        string directory = System.IO.Directory.CreateTempSubdirectory("ovs").FullName;
        OvsInstance instance = new(directory, withTcp ? FindFreePort() : null);
        try
        {
            instance.Run("ovsdb-tool", "create", instance.DatabasePath, Schema);
            instance.StartDatabase();
            instance.Vsctl("--no-wait", "init");
            if (withSwitch)
                instance.StartSwitch();
            string[] add = ["add-br", Bridge, "--", "set", "bridge", Bridge, "datapath_type=netdev"];
            instance.Vsctl(withSwitch ? add : ["--no-wait", .. add]);
            return instance;
        }
        catch
        {
            await instance.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether a device is in the namespace of the test program.</summary>
    public static bool HasDevice(string name) => System.IO.Directory.Exists($"/proc/sys/net/ipv4/conf/{name}");

    /// <summary>Runs ovs-vsctl against this instance.</summary>
    /// <returns>Its standard output.</returns>
    public string Vsctl(params string[] arguments) => Run("ovs-vsctl", [$"--db=unix:{SocketPath}", "--timeout=15", .. arguments]);

    /// <summary>Asks ovs-vswitchd itself.</summary>
    public string Appctl(params string[] arguments) => Run("ovs-appctl", ["-t", Path.Combine(Directory, $"ovs-vswitchd.{_switch!.Id}.ctl"), .. arguments]);

    /// <summary>The number of the newest configuration: it changes whenever somebody wants ovs-vswitchd to look.</summary>
    public long GetNextCfg() => long.Parse(Vsctl("get", "Open_vSwitch", ".", "next_cfg").Trim(), CultureInfo.InvariantCulture);

    /// <summary>How many transactions changed the database since it was created.</summary>
    public int GetTransactionCount() => Run("ovsdb-tool", "show-log", DatabasePath).Split('\n').Count(l => l.StartsWith("record ", StringComparison.Ordinal));

    public void StartDatabase()
    {
        File.Delete(SocketPath);
        List<string> arguments = [DatabasePath, $"--remote=punix:{SocketPath}", "--pidfile", "--no-chdir", $"--log-file={Directory}/ovsdb-server.log"];
        if (_tcpPort is int port)
            arguments.Add($"--remote=ptcp:{port}:127.0.0.1");
        _database = StartDaemon("ovsdb-server", arguments);
        WaitFor("ovsdb-server", _database, CanConnect);
    }

    public void KillDatabase()
    {
        Stop(_database);
        _database = null;
    }

    public void StartSwitch()
    {
        _switch = StartDaemon("ovs-vswitchd", [$"unix:{SocketPath}", "--pidfile", "--no-chdir", $"--log-file={Path.Combine(Directory, "ovs-vswitchd.log")}"]);
        string control = Path.Combine(Directory, $"ovs-vswitchd.{_switch.Id}.ctl");
        WaitFor("ovs-vswitchd", _switch, () => File.Exists(control));
    }

    /// <summary>Ends the switch as a crash would: its devices stay.</summary>
    public void KillSwitch()
    {
        Stop(_switch);
        _switch = null;
    }

    public Task RestartSwitchAsync() => Task.Run(() =>
    {
        KillSwitch();
        StartSwitch();
    });

    public ValueTask DisposeAsync()
    {
        ExitSwitch();
        KillSwitch();
        KillDatabase();
        // A TAP of ovs-vswitchd outlives it if it is killed; the next instance would find it in its way.
        foreach (string device in ListTaps().Except(_tapsBefore))
            RunIn(null, "ip", "link", "delete", device);
        System.IO.Directory.Delete(Directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    // As: 7: tapA: <BROADCAST,MULTICAST> mtu 1500 …
    private static string[] ListTaps()
        => [.. RunIn(null, "ip", "-o", "link", "show", "type", "tun").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(": ")[1])];

    /// <summary>Lets the switch end by itself and take its devices along.</summary>
    private void ExitSwitch()
    {
        if (_switch is null || _switch.HasExited)
            return;
        Run("ovs-appctl", "-t", Path.Combine(Directory, $"ovs-vswitchd.{_switch.Id}.ctl"), "exit", "--cleanup");
        _switch.WaitForExit();
    }

    private static int FindFreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void WaitFor(string what, Process process, Func<bool> isReady)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!isReady())
        {
            if (process.HasExited || watch.Elapsed > StartTimeout)
                throw new InvalidOperationException($"{what} did not start (exited: {process.HasExited}).");
            Thread.Sleep(2);
        }
    }

    private static void Stop(Process? process)
    {
        if (process is null)
            return;
        // The harder case for those who must cope with it.
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private bool CanConnect()
    {
        if (!File.Exists(SocketPath))
            return false;
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(SocketPath));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // In the foreground: so the process is a child, and its end can be waited for.
    private Process StartDaemon(string program, IEnumerable<string> arguments)
    {
        Process process = Process.Start(CreateStartInfo(program, Directory, arguments))!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private string Run(string program, params string[] arguments) => RunIn(Directory, program, arguments);

    private static string RunIn(string? directory, string program, params string[] arguments)
    {
        using Process process = Process.Start(CreateStartInfo(program, directory, arguments))!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {errors.Result}");
    }

    private static ProcessStartInfo CreateStartInfo(string program, string? directory, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string variable in (string[])["OVS_RUNDIR", "OVS_DBDIR", "OVS_LOGDIR", "OVS_SYSCONFDIR"])
            start.Environment[variable] = directory;
        return start;
    }
}
