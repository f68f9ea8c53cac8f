using System.Management.Automation;
using DhcpNet.NeutronTests.Lab;
using static DhcpNet.NeutronTests.Lab.Waiting;

namespace DhcpNet.NeutronTests.Agent;

/// <summary>A network's metadata proxy passes from Neutron's agent to DhcpNet and back.</summary>
public class MetadataTests(NeutronLab lab)
{
    [Fact]
    public async Task What_Neutrons_agent_has_started_is_left_alone_and_what_DhcpNet_starts_is_the_agents()
    {
        lab.Require();
        Assert.SkipUnless(File.Exists("/usr/sbin/haproxy"), "not installed: haproxy");
        await lab.StartDhcpAgentAsync(isolatedMetadata: true);
        TestNetwork network = await TestNetwork.CreateHostedAsync(lab, "10.41.0.0/24");
        await using (network)
        {
            string configuration = $"{lab.State}/ns-metadata-proxy/{network.Id}.conf", pidFile = $"{lab.State}/external/pids/{network.Id}.pid.haproxy";
            await UntilAsync("the agent's proxy", () => File.Exists(pidFile) && File.ReadAllText(pidFile).Trim().Length > 0);
            (string text, string pid) = (File.ReadAllText(configuration), File.ReadAllText(pidFile));
            await lab.StopDhcpAgentAsync();

            using (var session = NeutronSession.Connect(lab))
            {
                session.Run("Set-DhcpConfiguration -EnableIsolatedMetadata $true | Out-Null");
                PSObject state = session.RunSingle($"Enable-NetworkDhcp {network.Id}");
                Assert.DoesNotContain((IEnumerable<string>)state.Properties["Steps"].Value, s => s.StartsWith("metadata", StringComparison.Ordinal));
                Assert.Equal((text, pid), (File.ReadAllText(configuration), File.ReadAllText(pidFile)));

                // One that DhcpNet itself has made.
                Programs.Run("kill", "-KILL", pid.Trim());
                await UntilAsync("its end", () => !Directory.Exists($"/proc/{pid.Trim()}"));
                state = session.RunSingle($"Enable-NetworkDhcp {network.Id}");
                Assert.Contains("metadata proxy started", (IEnumerable<string>)state.Properties["Steps"].Value);
                Assert.Equal(text, File.ReadAllText(configuration));
            }

            // The agent restarts it once at its own start, and knows it for its own: there is one, when the process that has started it is gone.
            string before = File.ReadAllText(pidFile);
            await lab.StartDhcpAgentAsync(isolatedMetadata: true);
            await UntilAsync("the agent's proxy", () => File.Exists(pidFile) && File.ReadAllText(pidFile) is { Length: > 1 } now && now != before);
            await UntilAsync("a single proxy", () => Leftovers.Processes().Count(p => p.CommandLine.StartsWith("haproxy", StringComparison.Ordinal) || p.CommandLine.StartsWith("/usr/sbin/haproxy", StringComparison.Ordinal)) == 1);
            Assert.Equal(text, File.ReadAllText(configuration));
        }
        await network.WaitForServiceToEndAsync();
        await lab.StopDhcpAgentAsync();
        Assert.DoesNotContain(Leftovers.Processes(), p => p.CommandLine.Contains("haproxy", StringComparison.Ordinal));
    }
}
