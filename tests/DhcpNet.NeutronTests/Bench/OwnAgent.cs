using DhcpNet.NeutronTests.Lab;

namespace DhcpNet.NeutronTests.Bench;

/// <summary>Watch-NetworkDhcp in a PowerShell of its own, as a service would run it.</summary>
internal sealed class OwnAgent(NeutronLab lab, string[] powerShell, string module) : IBenchAgent
{
    private readonly LabProcess _process = new("dhcpnet-agent", lab.Directory);

    public string Name => "Watch-NetworkDhcp";

    public bool IsRunning => _process.IsRunning;

    public int Syncs => _process.CountInLog("Synced ");

    public string LogTail => _process.Tail();

    public void Start()
    {
        string script = Path.Combine(lab.Directory, "agent.ps1");
        File.WriteAllText(script, $$"""
            $ErrorActionPreference = 'Stop'
            Import-Module '{{module}}'
            $null = Set-DhcpConfiguration -StatePath '{{lab.State}}' -Ovsdb '{{lab.Ovs.Endpoint}}' -HostName {{NeutronLab.Host}}
            $null = Connect-DhcpPlugin -TransportUrl '{{Broker.Url}}'
            Watch-NetworkDhcp | ForEach-Object { [Console]::Out.WriteLine("$($_.Kind) $($_.Network) $($_.Reason) $($_.Error)") }
            """);
        _process.Start(new Dictionary<string, string> { ["DHCPNET_CONFIG"] = Path.Combine(lab.Directory, "dhcpnet.json") }, [.. powerShell, "-NoProfile", "-NonInteractive", "-File", script]);
    }

    public Task StopAsync() => _process.StopAsync();
}
