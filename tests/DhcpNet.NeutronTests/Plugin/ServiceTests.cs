using System.Management.Automation;
using System.Text.Json.Nodes;
using DhcpNet.NeutronTests.Lab;
using static DhcpNet.NeutronTests.Lab.Waiting;

namespace DhcpNet.NeutronTests.Plugin;

/// <summary>A network of Neutron's is served with its own ports and addresses, and nothing is left of it in Neutron either.</summary>
public class ServiceTests(NeutronLab lab)
{
    [Fact]
    public async Task A_client_gets_the_address_of_its_port()
    {
        using var session = NeutronSession.Connect(lab);
        await using TestNetwork network = await TestNetwork.CreateHostedAsync(lab, "10.21.0.0/24");
        JsonNode port = await network.AddPortAsync();

        PSObject state = session.RunSingle($"Enable-NetworkDhcp {network.Id}");

        Assert.Equal("Enabled", $"{state.Properties["State"].Value}");
        JsonNode dhcpPort = Assert.Single(await network.GetDhcpPortsAsync());
        Assert.Equal($"{state.Properties["Port"].Value}", dhcpPort["id"]!.GetValue<string>());
        Assert.Equal(NeutronLab.Host, dhcpPort["binding:host_id"]!.GetValue<string>());
        using (DhcpClient client = await network.PlugAsync(port))
        {
            IReadOnlyDictionary<string, string> lease = client.Lease();
            Assert.Equal((TestNetwork.Address(port), "255.255.255.0", "10.21.0.1"), (lease["ip"], lease["subnet"], lease["router"]));
        }
        Assert.Equal("None", $"{session.RunSingle($"(Enable-NetworkDhcp {network.Id}).Change")}");

        session.Run($"Disable-NetworkDhcp {network.Id} -Force");
        Assert.Empty(await network.GetDhcpPortsAsync());
        Assert.False(File.Exists($"/run/netns/{network.Namespace}"));
        Assert.DoesNotContain($"tap{dhcpPort["id"]!.GetValue<string>()[..11]}", lab.Ovs.Vsctl("list-ports", "br-int"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ports_that_come_later_are_known_after_an_update()
    {
        using var session = NeutronSession.Connect(lab);
        await using TestNetwork network = await TestNetwork.CreateHostedAsync(lab, "10.22.0.0/24");
        session.Run($"Enable-NetworkDhcp {network.Id}");
        JsonNode port = await network.AddPortAsync(("extra_dhcp_opts", new JsonArray(new JsonObject { ["opt_name"] = "bootfile-name", ["opt_value"] = "pxe.0" })));

        session.Run($"Update-NetworkDhcp {network.Id}");

        using (DhcpClient client = await network.PlugAsync(port))
        {
            IReadOnlyDictionary<string, string> lease = client.Lease();
            Assert.Equal((TestNetwork.Address(port), "pxe.0"), (lease["ip"], lease["boot_file"]));
        }
        session.Run($"Disable-NetworkDhcp {network.Id} -Force");
    }

    [Fact]
    public async Task Both_IP_versions_and_several_subnets_are_served()
    {
        using var session = NeutronSession.Connect(lab);
        await using TestNetwork network = await TestNetwork.CreateHostedAsync(lab, "10.23.0.0/24", "10.24.0.0/24");
        await network.AddSubnetAsync("fd00:23::/64", ("ipv6_address_mode", "dhcpv6-stateful"), ("ipv6_ra_mode", "dhcpv6-stateful"));
        JsonNode port = await network.AddPortAsync();

        PSObject state = session.RunSingle($"Enable-NetworkDhcp {network.Id}");

        JsonNode dhcpPort = Assert.Single(await network.GetDhcpPortsAsync());
        Assert.Equal(3, dhcpPort["fixed_ips"]!.AsArray().Count);
        Assert.Equal(3, ((IReadOnlyList<string>)state.Properties["Addresses"].Value).Count);
        using (DhcpClient client = await network.PlugAsync(port))
        {
            string[] addresses = [.. port["fixed_ips"]!.AsArray().Select(ip => ip!["ip_address"]!.GetValue<string>())];
            Assert.Contains(client.Lease()["ip"], addresses);
            Assert.Contains(client.Lease6()["new_ip6_address"], addresses);
        }
        session.Run($"Disable-NetworkDhcp {network.Id} -Force");
    }

    [Fact]
    public async Task Networks_without_a_name_in_the_agents_calls_are_listed_by_id()
    {
        using var session = NeutronSession.Connect(lab);
        await using TestNetwork network = await TestNetwork.CreateHostedAsync(lab, "10.25.0.0/24");

        PSObject listed = Assert.Single(session.Run("Get-DhcpNetwork"), n => $"{n.Properties["Id"].Value}" == $"{network.Id}");

        Assert.Equal("10.25.0.0/24", $"{Assert.Single((System.Collections.IEnumerable)listed.Properties["Subnets"].Value)}".Split(' ')[0]);
    }

    [Fact]
    public async Task A_tap_that_the_switchs_agent_does_not_wire_is_told_of_until_it_does()
    {
        using var session = NeutronSession.Connect(lab);
        await using TestNetwork network = await TestNetwork.CreateHostedAsync(lab, "10.29.0.0/24");
        lab.StopSwitchAgent();
        try
        {
            session.Run($"Enable-NetworkDhcp {network.Id}");
            await UntilAsync("the problem", () => $"{session.RunSingle($"(Get-NetworkDhcp {network.Id}).State")}" == "Degraded");

            Assert.Contains("Neutron's Open vSwitch agent has given it no VLAN tag", $"{session.RunSingle($"(Get-NetworkDhcp {network.Id}).Problems").BaseObject}", StringComparison.Ordinal);
            Assert.Contains("reaches no client", session.PowerShell.Show($"Show-DhcpTopology {network.Id}"), StringComparison.Ordinal);
            // It is nothing that a repair, or a sync, would do something about.
            Assert.DoesNotContain("What if", session.PowerShell.Show($"Repair-NetworkDhcp {network.Id} -WhatIf; Watch-NetworkDhcp {network.Id} -WhatIf"), StringComparison.Ordinal);
            PSObject repaired = session.RunSingle($"Repair-NetworkDhcp {network.Id}");
            Assert.Equal("Degraded None", $"{repaired.Properties["State"].Value} {repaired.Properties["Change"].Value}");
        }
        finally
        {
            await lab.StartSwitchAgentAsync();
        }

        await UntilAsync("the tag", () => $"{session.RunSingle($"(Get-NetworkDhcp {network.Id}).State")}" == "Enabled");
        session.Run($"Disable-NetworkDhcp {network.Id} -Force");
    }

    [Fact]
    public async Task What_the_broker_dies_under_is_done_when_it_is_back()
    {
        using var session = NeutronSession.Connect(lab);
        await using TestNetwork network = await TestNetwork.CreateHostedAsync(lab, "10.26.0.0/24");
        using var enabling = RunningScript.Start(session.PowerShell, $"Enable-NetworkDhcp {network.Id}");
        lab.Broker.Kill();
        await lab.StartBrokerAsync();

        IReadOnlyList<ErrorRecord> errors = await enabling.EndAsync(TimeSpan.FromSeconds(120));
        // What the server is to change is not asked for twice; where the broker took that with it, the same command does the rest.
        Assert.All(errors, e => Assert.StartsWith("NeutronTimeout,", e.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.All(errors, e => Assert.DoesNotContain("'get_", e.Exception.Message, StringComparison.Ordinal));
        session.Run($"Enable-NetworkDhcp {network.Id}");

        // The switch's agent has been without the broker too.
        await UntilAsync("its service", () => $"{session.RunSingle($"(Get-NetworkDhcp {network.Id}).State")}" == "Enabled");
        Assert.Single(await network.GetDhcpPortsAsync());
        session.Run($"Disable-NetworkDhcp {network.Id} -Force");
    }
}
