using System.Net;
using System.Text;
using DhcpNet.Configuration;

namespace DhcpNet.Tests.Configuration;

/// <summary>The configuration's file is read and written, and says in plain words what is wrong with it.</summary>
public class ConfigurationTextTests
{
    [Fact]
    public void What_is_written_is_read()
    {
        DhcpConfiguration configuration = new()
        {
            StatePath = "/srv/dhcp",
            ConfsPath = "/var/lib/neutron/dhcp",
            DnsServers = [IPAddress.Parse("9.9.9.9")],
            LeaseDuration = Timeout.InfiniteTimeSpan,
            OvsdbTimeout = TimeSpan.FromSeconds(2.5),
            ForceMetadata = true,
            MetadataProxySocket = "/run/metadata.sock",
            DnsmasqTxtRecord = "_v.example,\"1\"",
            LeaseMax = 7,
            AvailabilityZone = "rack 7",
            ControlExchange = "neutron-2",
            RpcResponseTimeout = TimeSpan.FromMinutes(3),
            MetricsPort = 9105,
        };

        DhcpConfiguration read = Parse(ConfigurationText.Format(configuration));

        Assert.Equal(configuration.DnsServers, read.DnsServers);
        Assert.Equal(configuration with { DnsServers = [] }, read with { DnsServers = [] });
    }

    [Fact]
    public void Only_what_differs_from_the_defaults_is_written()
    {
        Assert.Equal("{}\n", ConfigurationText.Format(new DhcpConfiguration()));
        Assert.Equal("{\n  \"statePath\": \"/a\"\n}\n", ConfigurationText.Format(new DhcpConfiguration { StatePath = "/a" }));
    }

    [Fact]
    public void The_networks_directories_go_along_with_the_state_path()
    {
        Assert.Equal("/a/dhcp", Parse("{ \"statePath\": \"/a\" }").ConfsPath);
        Assert.Equal("/b", Parse("{ \"statePath\": \"/a\", \"confsPath\": \"/b\" }").ConfsPath);
        Assert.Equal("/c/dhcp", (Parse("{ \"statePath\": \"/a\" }") with { StatePath = "/c" }).ConfsPath);
        Assert.Equal("/a/dhcp", (new DhcpConfiguration { StatePath = "/a", ConfsPath = "/b" } with { ConfsPath = "" }).ConfsPath);
    }

    [Fact]
    public void The_metadata_agents_socket_goes_along_with_the_state_path()
    {
        Assert.Equal("/a/metadata_proxy", Parse("{ \"statePath\": \"/a\" }").MetadataProxySocket);
        Assert.Equal("/b", Parse("{ \"statePath\": \"/a\", \"metadataProxySocket\": \"/b\" }").MetadataProxySocket);
        Assert.Equal("/c/metadata_proxy", (Parse("{ \"statePath\": \"/a\" }") with { StatePath = "/c" }).MetadataProxySocket);
    }

    [Fact]
    public void Comments_and_a_byte_order_mark_are_passed_over() =>
        Assert.Equal("br-x", Parse("\ufeff// mine\n{ /* and */ \"IntegrationBridge\": \"br-x\", }\n").IntegrationBridge);

    [Theory]
    [InlineData("{\n  \"leaseDuration\": \"soon\"\n}", "Line 2: leaseDuration can't be \"soon\": give a number of seconds, or \"infinite\".")]
    [InlineData("{\n\n  \"leaseMax\": \"5\" }", "Line 3: leaseMax can't be \"5\": give a whole number, without quotation marks.")]
    [InlineData("{ \"leaseMax\": 1.5 }", "Line 1: leaseMax can't be 1.5: give a whole number, without quotation marks.")]
    [InlineData("{ \"leaseMax\": 99999999999 }", "Line 1: leaseMax can't be 99999999999: give a whole number, without quotation marks.")]
    [InlineData("{ \"forceMetadata\": \"true\" }", "Line 1: forceMetadata can't be \"true\": give true or false, without quotation marks.")]
    [InlineData("{ \"statePath\": null }", "Line 1: statePath can't be null: give a text in quotation marks.")]
    [InlineData("{ \"dnsServers\": \"9.9.9.9\" }", "Line 1: dnsServers can't be \"9.9.9.9\": give a list of addresses, such as [\"10.0.0.5\", \"fd00::5\"].")]
    [InlineData("{ \"dnsServers\": [\"10.5\"] }", "Line 1: dnsServers can't be [\"10.5\"]: give a list of addresses, such as [\"10.0.0.5\", \"fd00::5\"].")]
    [InlineData("{ \"dnsServers\": [9] }", "Line 1: dnsServers can't be [9]: give a list of addresses, such as [\"10.0.0.5\", \"fd00::5\"].")]
    [InlineData("{ \"leaseDuration\": 60 }", "Line 1: leaseDuration can't be '60 seconds': dnsmasq gives no lease shorter than two minutes; give 120 to 2147483647 seconds, or 'infinite'.")]
    [InlineData("{ \"leaseMax\": 5,\n \"leaseMax\": 6 }", "Line 2: 'leaseMax' is on line 1 already; remove one of them.")]
    [InlineData("{ \"metricsPort\": 65536 }", "Line 1: metricsPort can't be '65536': give a port from 1 to 65535, or 0 for no metrics.")]
    [InlineData("{ \"metricsPort\": -1 }", "Line 1: metricsPort can't be '-1': give a port from 1 to 65535, or 0 for no metrics.")]
    [InlineData("[]", "It is to hold one object, { … }.")]
    public void What_can_not_be_is_told_with_line_key_value_and_what_is_allowed(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => Parse(text)).Message);

    [Theory]
    [InlineData("", 1)]
    [InlineData("{\n  \"leaseMax\": 5\n  \"statePath\": \"/a\"\n}", 3)]
    [InlineData("{\n  \"leaseMax\": soon\n}", 2)]
    [InlineData("{}\n}", 2)]
    public void What_is_not_JSON_is_told_with_its_line(string text, int line) =>
        Assert.StartsWith($"Line {line}, at character ", Assert.Throws<FormatException>(() => Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        string message = Assert.Throws<FormatException>(() => Parse("{\n\"leaseMax\": true,\n\"nothing\": 1,\n\"ovsdb\": 5 }")).Message;

        Assert.Contains("Line 2: leaseMax", message, StringComparison.Ordinal);
        Assert.Contains("Line 3: there is no setting 'nothing'. There are statePath, confsPath, integrationBridge", message, StringComparison.Ordinal);
        Assert.Contains("Line 4: ovsdb", message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_values_that_break_rules_are_named()
    {
        DhcpConfiguration configuration = new() { LeaseMax = 0, StatePath = "a", ConfsPath = "/\n", HostName = "a b", DnsmasqTxtRecord = " x" };

        DhcpNetException error = Assert.Throws<DhcpNetException>(() => ConfigurationRules.Check(configuration));

        Assert.Equal("ConfigurationInvalid", error.ErrorId);
        Assert.All(["LeaseMax", "StatePath", "ConfsPath", "HostName", "DnsmasqTxtRecord"], p => Assert.Contains($"{p} can't be '", error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', error.Message);
    }

    private static DhcpConfiguration Parse(string text) => ConfigurationText.Parse(Encoding.UTF8.GetBytes(text));
}
