using System.Text.RegularExpressions;
using DhcpNet.SystemTests.Module;

namespace DhcpNet.SystemTests.Examples;

/// <summary>The guide to a client without an address: each symptom shows itself as the guide says, and the remedy that it gives helps.</summary>
public sealed class NoAddressTests(ExampleWorld world) : IClassFixture<ExampleWorld>
{
    private const string Mac = "fa:16:3e:00:00:10";

    private const string Problems = "(Get-NetworkDhcp blue).Problems";

    private const string Answers = $"(Test-NetworkDhcp blue -Reservation {Mac} -Timeout 1).Problems";

    private const string Repair = "Repair-NetworkDhcp blue";

    private static readonly string Page = File.ReadAllText(Path.Combine(ModulePath.Root, "docs/guides/no-address.md"));

    /// <summary>What happens, what is asked, what the guide says of the answer ('…' is anything), and the guide's remedy.</summary>
    public static TheoryData<string, string, string, string> Symptoms => new()
    {
        { "Disable-NetworkDhcp blue -Force", "(Get-NetworkDhcp blue).State", "Disabled", "Enable-NetworkDhcp blue" },
        { "kill -KILL $dnsmasq; while ([IO.Directory]::Exists(\"/proc/$dnsmasq\")) { [Threading.Thread]::Sleep(5) }", Problems, "dnsmasq does not run", Repair },
        { "New-DhcpReservation blue fa:16:3e:00:00:11", Problems, "dnsmasq runs with another configuration: …", "Update-NetworkDhcp blue" },
        { "ovs-vsctl del-port $tap", Problems, "tap … is not on any bridge", Repair },
        { "ovs-vsctl set port $tap tag=9", Problems, "tap … has VLAN tag 9, not 20", Repair },
        { "ip -n $space link set $tap down", Problems, "tap … is down", Repair },
        { "ip -n $space addr del 10.20.0.2/24 dev $tap", Problems, "tap … lacks address 10.20.0.2/24", Repair },
        { "ip netns del $space", Problems, "namespace … is missing", Repair },
        { "kill -STOP $dnsmasq", Answers, "no answer within … s", Repair },
        { "ovs-vsctl set port $tap tag=9", Answers, "no answer within … s", Repair },
        { "$null = Set-DhcpNetwork blue -Mtu 1400", Answers, "… is …, not …", Repair },
        { "$null = Remove-DhcpReservation $mac -Force", "(Test-NetworkDhcp blue).Problems", "no reservation on 10.20.0.0/24 to test with", $"New-DhcpReservation blue {Mac} -Update" },
    };

    [Theory]
    [MemberData(nameof(Symptoms))]
    public void A_symptom_is_told_in_the_words_of_the_guide_and_its_remedy_helps(string cause, string question, string words, string remedy)
    {
        Prepare();
        world.Session.Require(cause);

        string told = string.Join('\n', world.Session.Require(question));
        Assert.Matches(Regex.Escape(words).Replace("…", ".*"), told);
        world.Session.Require(remedy);

        Assert.True(world.Session.Require($"Test-NetworkDhcp blue -Reservation {Mac} -Quiet")[0].BaseObject is true);
        string row = Assert.Single(Page.Split('\n'), l => l.StartsWith("| ", StringComparison.Ordinal) && l.Split('|')[1].Contains($"`{words}`") && (words != "no answer within … s" || l.Contains("answers nobody")));
        Assert.True(row.Contains($"`{remedy}`") || remedy.StartsWith("New-", StringComparison.Ordinal), row);
    }

    [Fact]
    public void A_dnsmasq_that_hangs_is_found_by_the_closer_look()
    {
        Prepare();
        world.Session.Require("kill -STOP $dnsmasq");

        Assert.Equal("Enabled", $"{world.Session.Require("(Get-NetworkDhcp blue).State")[0]}");
        Assert.Contains("dnsmasq runs and answers nobody", world.Session.Show($"{Repair} -WhatIf").ReplaceLineEndings(" "));
        Assert.Contains("finds `dnsmasq runs and answers nobody`", Page);
    }

    [Fact]
    public void A_flow_that_drops_requests_is_found_by_the_test_alone()
    {
        Prepare();
        world.Session.Require("ovs-ofctl add-flow br-int 'priority=100,udp,tp_dst=67,actions=drop'");
        try
        {
            Assert.Empty(world.Session.Require(Problems));
            Assert.DoesNotContain("What if", world.Session.Show($"{Repair} -WhatIf"));
            Assert.Contains("no answer within", $"{world.Session.Require(Answers)[0]}");
            Assert.Contains("tp_dst=67", string.Join('\n', world.Session.Require("ovs-ofctl dump-flows br-int")));
        }
        finally
        {
            world.Session.Require("ovs-ofctl del-flows br-int 'udp,tp_dst=67'");
        }
    }

    [Fact]
    public void A_network_out_of_service_has_to_be_brought_up_first()
    {
        Prepare();
        world.Session.Require("Set-DhcpNetwork blue -AdminStateUp $false -Update");

        Assert.StartsWith("NetworkAdminDown,", Assert.Single(world.Session.Invoke("Enable-NetworkDhcp blue").Errors).FullyQualifiedErrorId);
        world.Session.Require("Set-DhcpNetwork blue -AdminStateUp $true; Enable-NetworkDhcp blue");
        Assert.Contains("NetworkAdminDown", Page);
    }

    [Fact]
    public void A_client_without_reservation_gets_no_address_until_it_has_one_and_the_log_says_why()
    {
        Prepare();
        world.Session.Require($"Remove-DhcpReservation {Mac} -Force -Update");
        world.Session.Require(world.Localize("Set-DhcpConfiguration -DnsmasqBaseLogDir /var/log/dhcpnet; Update-NetworkDhcp blue"));
        using var client = DhcpClient.Plug(world.Ovs, "vm1", Mac, vlanTag: 20);

        Assert.Empty(client.Lease(seconds: 2));
        Assert.StartsWith("ReservationNotFound,", Assert.Single(world.Session.Invoke($"Get-DhcpReservation -MacAddress {Mac}").Errors).FullyQualifiedErrorId);
        string log = $"{world.Session.Require(world.Localize("Get-Content \"/var/log/dhcpnet/$((Get-DhcpNetwork blue).Id)/dhcp_dns_log\" -Raw"))[0]}";
        Assert.Contains("DHCPDISCOVER", log);
        Assert.Contains("no address available", log);
        world.Session.Require($"New-DhcpReservation blue {Mac} -Update");

        Assert.StartsWith("10.20.0.", client.Lease()["ip"]);
    }

    [Fact]
    public void A_client_on_another_VLAN_gets_no_address_while_the_network_passes_its_test()
    {
        Prepare();
        using var client = DhcpClient.Plug(world.Ovs, "vm1", Mac);

        Assert.Empty(client.Lease(seconds: 2));
        Assert.Equal("Passed", $"{world.Session.Require($"(Test-NetworkDhcp blue -Reservation {Mac}).Result")[0]}");
        Assert.Contains("tag                 : []", string.Join('\n', world.Session.Require("ovs-vsctl --columns=name,tag find port name=vm1")));
        Assert.Contains(Mac, string.Join('\n', world.Session.Require("ovs-appctl fdb/show br-int")));
        world.Session.Require("ovs-vsctl set port vm1 tag=20");

        Assert.Equal("10.20.0.50", client.Lease()["ip"]);
    }

    private void Prepare()
    {
        world.Prepare(isServing: false);
        world.Session.Require($"""
            $mac = '{Mac}'
            New-DhcpNetwork blue 10.20.0.0/24 -VlanTag 20
            New-DhcpReservation blue {Mac} 10.20.0.50 -HostName vm1
            Enable-NetworkDhcp blue
            $tap = (Get-DhcpPort blue).TapName
            $space = (Get-DhcpNetwork blue).NamespaceName
            $dnsmasq = (Get-Dnsmasq blue).ProcessId
            """);
    }
}
