using System.Management.Automation;

namespace DhcpNet.SystemTests.Module;

/// <summary>An Open vSwitch, a state directory, and a PowerShell session that works on them. Whoever disposes of it shows that nothing is left.</summary>
internal sealed class ModuleWorld : IAsyncDisposable
{
    private ModuleWorld(OvsInstance ovs, string state, PowerShellSession powerShell)
    {
        Ovs = ovs;
        StateDirectory = state;
        PowerShell = powerShell;
    }

    public OvsInstance Ovs { get; }

    public string StateDirectory { get; }

    public PowerShellSession PowerShell { get; }

    /// <summary>What a script of another process begins with to work on the same.</summary>
    public string Preamble => $"$ErrorActionPreference = 'Stop'; Set-DhcpConfiguration -StatePath '{StateDirectory}' -Ovsdb '{Ovs.Endpoint}' | Out-Null; ";

    public static async Task<ModuleWorld> StartAsync()
    {
        Assert.SkipUnless(Program.IsRoot, "needs root: it makes network namespaces and an Open vSwitch of its own");
        OvsInstance ovs = await OvsInstance.StartAsync();
        string state = Directory.CreateTempSubdirectory("dhcpnet-state-").FullName;
        // dnsmasq reads its files as 'nobody'
        File.SetUnixFileMode(state, (UnixFileMode)0b111_101_101);
        var world = new ModuleWorld(ovs, state, PowerShellSession.Create(state));
        world.Run($"Set-DhcpConfiguration -StatePath '{state}' -Ovsdb '{ovs.Endpoint}' | Out-Null");
        return world;
    }

    /// <summary>Runs a script that must not fail.</summary>
    public IReadOnlyList<PSObject> Run(string script)
    {
        PowerShellSession.Result result = PowerShell.Invoke(script);
        Assert.True(result.Errors.Count == 0, $"{script}\n{string.Join('\n', result.Errors.Select(e => $"{e.FullyQualifiedErrorId}: {e.Exception}"))}");
        return result.Output;
    }

    /// <summary>Runs a script that returns one object.</summary>
    public PSObject RunSingle(string script) => Assert.Single(Run(script));

    /// <summary>Runs a script that must fail with one error.</summary>
    public ErrorRecord RunError(string script) => Assert.Single(PowerShell.Invoke(script).Errors);

    /// <summary>What there is on the host of networks' DHCP, a line a thing; empty when all is undone.</summary>
    public IReadOnlyList<string> Leftovers()
    {
        return
        [
            .. Programs.Run("ip", "netns", "list").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(n => n.StartsWith("qdhcp-", StringComparison.Ordinal)).Select(n => $"namespace {n.Split(' ')[0]}"),
            .. Ovs.Vsctl("list-ports", "br-int").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(p => p.StartsWith("tap", StringComparison.Ordinal) || p.StartsWith("dhp", StringComparison.Ordinal)).Select(p => $"port {p}"),
            .. Programs.Run("ip", "-o", "link").Split('\n').Where(l => l.Contains(": tap", StringComparison.Ordinal)).Select(l => $"device {l}"),
            .. DnsmasqProcesses().Select(p => $"process {p}"),
            .. Directory.Exists(Path.Combine(StateDirectory, "dhcp")) ? Directory.GetFileSystemEntries(Path.Combine(StateDirectory, "dhcp")).Select(f => $"file {f}") : [],
            .. Run("Get-DhcpPort").Select(p => $"port {p} in the plugin"),
        ];
    }

    /// <summary>The ids of the dnsmasq processes that serve from this world's state directory.</summary>
    public IReadOnlyList<int> DnsmasqProcesses()
    {
        return
        [
            .. Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(n => int.TryParse(n, out _)).Select(n => int.Parse(n!)).Where(IsOurDnsmasq),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        PowerShell.Invoke("Get-DhcpNetwork | Disable-NetworkDhcp -Force");
        PowerShell.Dispose();
        await Ovs.DisposeAsync();
        Directory.Delete(StateDirectory, recursive: true);
    }

    private bool IsOurDnsmasq(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cmdline").Contains($"--pid-file={StateDirectory}/", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
