using DhcpNet.NeutronTests.Lab;

namespace DhcpNet.NeutronTests.Bench;

/// <summary>neutron-dhcp-agent.</summary>
internal sealed class NeutronsAgent(NeutronLab lab) : IBenchAgent
{
    public string Name => "neutron-dhcp-agent";

    public bool IsRunning => lab.DhcpAgent.IsRunning;

    public int Syncs => lab.DhcpAgent.CountInLog("Synchronizing state complete");

    public string LogTail => lab.DhcpAgent.Tail();

    public void Start() => lab.LaunchDhcpAgent(isolatedMetadata: false);

    public Task StopAsync() => lab.StopDhcpAgentAsync();
}
