using System.Net;
using DhcpNet.Configuration.Import;
using DhcpNet.Tests.Linux;

namespace DhcpNet.Tests.Configuration;

/// <summary>What a Neutron agent's files make of the configuration.</summary>
public sealed class ConfigurationImportTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Every_option_that_is_used_sets_its_value()
    {
        DhcpConfiguration configuration = Import("""
            [DEFAULT]
            state_path = /srv/neutron
            dhcp_confs = /srv/confs
            host = compute-1.example
            dns_domain = cloud.example.
            dnsmasq_dns_servers = 9.9.9.9, 2620:fe::fe,
            dnsmasq_local_resolv = Yes
            dhcp_lease_duration = 1200
            dhcp_renewal_time = 300
            dhcp_rebinding_time = 900
            dnsmasq_lease_max = 5000
            dnsmasq_config_file = /etc/neutron/dnsmasq.conf
            dnsmasq_base_log_dir = /var/log/neutron
            dnsmasq_txt_record = version.example,"1.0"
            dnsmasq_enable_addr6_list = on
            dhcp_broadcast_reply = 1
            enable_isolated_metadata = TRUE
            force_metadata = true
            metadata_proxy_socket = $state_path/agent.sock
            metadata_proxy_user = 1000
            metadata_proxy_group = neutron
            control_exchange = neutron-2
            rpc_response_timeout = 180
            [AGENT]
            availability_zone = rack 7
            report_interval = 7.5
            [ovs]
            integration_bridge = br-ex
            ovsdb_connection = unix:/run/ovs/db.sock
            ovsdb_timeout = 25
            """).Configuration;

        DhcpConfiguration expected = new()
        {
            StatePath = "/srv/neutron",
            ConfsPath = "/srv/confs",
            HostName = "compute-1.example",
            DnsDomain = "cloud.example.",
            DnsServers = [IPAddress.Parse("9.9.9.9"), IPAddress.Parse("2620:fe::fe")],
            LocalResolv = true,
            LeaseDuration = TimeSpan.FromMinutes(20),
            RenewalTime = TimeSpan.FromMinutes(5),
            RebindingTime = TimeSpan.FromMinutes(15),
            LeaseMax = 5000,
            DnsmasqConfigFile = "/etc/neutron/dnsmasq.conf",
            DnsmasqBaseLogDir = "/var/log/neutron",
            DnsmasqTxtRecord = "version.example,\"1.0\"",
            EnableAddr6List = true,
            BroadcastReply = true,
            EnableIsolatedMetadata = true,
            ForceMetadata = true,
            MetadataProxySocket = "/srv/neutron/agent.sock",
            MetadataProxyUser = "1000",
            MetadataProxyGroup = "neutron",
            ControlExchange = "neutron-2",
            RpcResponseTimeout = TimeSpan.FromMinutes(3),
            AvailabilityZone = "rack 7",
            ReportInterval = TimeSpan.FromSeconds(7.5),
            IntegrationBridge = "br-ex",
            Ovsdb = "unix:/run/ovs/db.sock",
            OvsdbTimeout = TimeSpan.FromSeconds(25),
        };
        Assert.Equal(expected.DnsServers, configuration.DnsServers);
        Assert.Equal(expected with { DnsServers = [] }, configuration with { DnsServers = [] });
    }

    [Fact]
    public void Minus_one_is_a_lease_for_ever() => Assert.Equal(Timeout.InfiniteTimeSpan, Import("[DEFAULT]\ndhcp_lease_duration = -1").Configuration.LeaseDuration);

    [Theory]
    [InlineData("state_path = /a\ndhcp_confs = $state_path/x", "/a/x")]
    [InlineData("dhcp_confs = ${state_path}/x\nstate_path = /a", "/a/x")]
    [InlineData("dhcp_confs = ${DEFAULT.state_path}/x\nstate_path = /a", "/a/x")]
    [InlineData("dhcp_confs = $state_path/x", "/var/lib/neutron/x")]
    [InlineData("state_path = /a/$host\nhost = h\ndhcp_confs = $state_path/x", "/a/h/x")]
    [InlineData("dhcp_confs = $a_path/x\na_path = /b", "/b/x")]
    [InlineData("dhcp_confs = /a$$b\\$c", "/a$b$c")]
    [InlineData("dhcp_confs = /a$/b", "/a$/b")]
    [InlineData("state_path = /a", "/a/dhcp")]
    public void References_to_other_options_are_resolved(string lines, string confsPath)
    {
        ImportResult result = Import($"[DEFAULT]\n{lines}", skipUnknown: true);

        Assert.Empty(result.Errors);
        Assert.Equal(confsPath, result.Configuration.ConfsPath);
    }

    [Fact]
    public void An_option_of_the_same_section_is_referred_to_before_one_of_DEFAULT() =>
        Assert.Equal("br-b", Import("[DEFAULT]\nx = a\n[ovs]\nx = b\nintegration_bridge = br-$x", skipUnknown: true).Configuration.IntegrationBridge);

    [Theory]
    [InlineData("dhcp_confs = $nowhere/x", "$nowhere")]
    [InlineData("dhcp_confs = $state_path\nstate_path = $dhcp_confs", "refers back")]
    public void A_reference_that_leads_nowhere_is_an_error(string lines, string problem)
    {
        Assert.All(Import($"[DEFAULT]\n{lines}").Errors, e => Assert.Equal("AgentFileInvalid", e.ErrorId));
        Assert.Contains(problem, Import($"[DEFAULT]\n{lines}").Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_line_of_the_last_file_prevails()
    {
        File.WriteAllText(_directory["a"], "[DEFAULT]\ndhcp_lease_duration = 600\ndhcp_lease_duration = 700\nhost = a");
        File.WriteAllText(_directory["b"], "[DEFAULT]\ndhcp_lease_duration = 800");

        ImportResult result = ConfigurationImport.Read([_directory["a"], _directory["b"]], new DhcpConfiguration());

        Assert.Equal(800, result.Configuration.LeaseDuration.TotalSeconds);
        Assert.Equal("a", result.Configuration.HostName);
        Assert.Equal(["Overridden", "Overridden", "Used", "Used"], result.Options.Select(o => $"{o.Status}"));
        Assert.Equal("b:2 prevails", result.Options[0].Reason);
    }

    [Fact]
    public void A_present_name_prevails_over_a_former_one()
    {
        ImportResult result = Import("[ovs]\nintegration_bridge = br-new\n[DEFAULT]\novs_integration_bridge = br-old");

        Assert.Equal("br-new", result.Configuration.IntegrationBridge);
        Assert.Equal("br-old", Import("[DEFAULT]\novs_integration_bridge = br-old").Configuration.IntegrationBridge);
    }

    [Fact]
    public void What_the_files_do_not_say_stays()
    {
        DhcpConfiguration present = new() { HostName = "here", ConfsPath = "/confs" };

        Assert.Equal(present with { DnsDomain = "a.example" }, Import("[DEFAULT]\ndns_domain = a.example", present).Configuration);
    }

    [Theory]
    [InlineData("[DEFAULT]\ndhcp_lease_duration = soon", 2, "whole number")]
    [InlineData("[DEFAULT]\ndhcp_lease_duration =", 2, "whole number")]
    [InlineData("[DEFAULT]\ndhcp_lease_duration = 60", 2, "two minutes")]
    [InlineData("[DEFAULT]\ndhcp_lease_duration = 600\ndhcp_renewal_time = 601", 3, "lease's duration")]
    [InlineData("[DEFAULT]\nforce_metadata = maybe", 2, "true or false")]
    [InlineData("[DEFAULT]\nforce_metadata =", 2, "true or false")]
    [InlineData("[DEFAULT]\ndnsmasq_dns_servers = 9.9.9.9, nine", 2, "9.9.9.9, nine")]
    [InlineData("[DEFAULT]\nstate_path = var", 2, "absolute path")]
    [InlineData("[DEFAULT]\ndnsmasq_config_file = /a\n b", 2, "control characters")]
    [InlineData("[DEFAULT]\ndhcp_confs =", 2, "directory")]
    [InlineData("[DEFAULT]\nhost = two words", 2, "two words")]
    [InlineData("[DEFAULT]\ndns_domain = a,b", 2, "a,b")]
    [InlineData("[DEFAULT]\ndnsmasq_lease_max = 0", 2, "one lease")]
    [InlineData("[DEFAULT]\ndnsmasq_txt_record = ,x", 2, "its name")]
    [InlineData("[OVS]\novsdb_connection = ssl:127.0.0.1:6640", 2, "TLS")]
    [InlineData("[ovs]\novsdb_timeout = 0", 2, "more than zero")]
    [InlineData("[DEFAULT]\nrpc_response_timeout = 0", 2, "more than zero")]
    [InlineData("[DEFAULT]\ncontrol_exchange = two words", 2, "an exchange's name")]
    [InlineData("[DEFAULT]\ncontrol_exchange =", 2, "an exchange's name")]
    [InlineData("[DEFAULT]\ncontrol_exchange = amq.topic", 2, "'amq.'")]
    [InlineData("[agent]\navailability_zone =", 2, "such as nova")]
    [InlineData("[ovs]\nintegration_bridge = a/b", 2, "a/b")]
    [InlineData("[DEFAULT]\nforce_metadta = true", 2, "'force_metadata' in [DEFAULT] was probably meant")]
    [InlineData("[agent]\nno_such_thing = true", 2, "Neutron has no option 'no_such_thing' in [agent]")]
    [InlineData("[DEFAULT]\nintegration_bridge = br-x", 2, "'integration_bridge' in [ovs] was probably meant")]
    [InlineData("[DEFAULT]\nhost = a\n\nplain", 4, "'='")]
    public void What_can_not_be_is_an_error_with_file_and_line(string text, int line, string problem)
    {
        DhcpNetException error = Assert.Single(Import(text).Errors);

        Assert.Equal(("AgentFileInvalid", DhcpNetErrorKind.InvalidInput), (error.ErrorId, error.Kind));
        Assert.StartsWith($"{_directory["f"]}:{line}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void All_errors_of_all_files_come_at_once_in_their_order()
    {
        File.WriteAllText(_directory["a"], "[DEFAULT]\nforce_metadata = maybe\nplain\ndhcp_lease_duration = 1");
        File.WriteAllText(_directory["b"], "[ovs\n[agent]\nno_such = 1");

        IEnumerable<DhcpNetException> errors = ConfigurationImport.Read([_directory["a"], _directory["none"], _directory["b"]], new DhcpConfiguration()).Errors;

        Assert.Equal(
            [_directory["none"], $"{_directory["a"]}:2", $"{_directory["a"]}:3", $"{_directory["a"]}:4", $"{_directory["b"]}:1", $"{_directory["b"]}:3"],
            errors.Select(e => e.Target));
    }

    [Fact]
    public void A_value_of_the_sessions_that_does_not_go_with_the_files_is_an_error()
    {
        DhcpNetException error = Assert.Single(Import("[DEFAULT]\ndhcp_lease_duration = 600", new DhcpConfiguration { RenewalTime = TimeSpan.FromHours(1) }).Errors);

        Assert.Equal("ConfigurationInvalid", error.ErrorId);
        Assert.Contains("RenewalTime", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_options_can_be_passed_over()
    {
        ImportedOption option = Assert.Single(Import("[DEFAULT]\nno_such_thing = 1", skipUnknown: true).Options);

        Assert.Equal(ImportedOptionStatus.Unknown, option.Status);
    }

    [Fact]
    public void Options_of_other_services_are_told_apart_from_the_agents()
    {
        ImportResult result = Import("[DEFAULT]\ncore_plugin = ml2\nresync_interval = 9\n[metadata_haproxy]\ntimeout_client = 3\n[nova]\nanything = 1");

        Assert.Empty(result.Errors);
        Assert.Equal(["Other", "Unused", "Unused", "Other"], result.Options.Select(o => $"{o.Status}"));
        Assert.All(result.Options, o => Assert.NotEmpty(o.Reason!));
    }

    [Theory]
    [InlineData("[DEFAULT]\ntransport_url = rabbit://guest:hunter2@host:5672/")]
    [InlineData("[database]\nconnection = mysql+pymysql://root:hunter2@localhost/neutron")]
    [InlineData("[nova]\npassword = hunter2")]
    [InlineData("[DEFAULT]\nmetadata_proxy_shared_secret = hunter2")]
    [InlineData("[cache]\nurl_of_it = redis://:hunter2@host")]
    [InlineData("[keystone_authtoken]\nadmin_token = hunter2")]
    public void Secrets_are_not_shown(string text) => Assert.Equal("****", Assert.Single(Import(text).Options).Value);

    [Theory]
    [InlineData("ovs_use_veth = True", true)]
    [InlineData("ovs_use_veth = False", false)]
    [InlineData("interface_driver = null", true)]
    [InlineData("interface_driver = neutron.agent.linux.interface.OVSInterfaceDriver", false)]
    [InlineData("dhcp_driver = my.Driver", true)]
    [InlineData("enable_metadata_network = True", true)]
    [InlineData("enable_metadata_network = False", false)]
    public void A_warning_tells_where_the_agent_does_something_else(string line, bool warns) =>
        Assert.Equal(warns, Import($"[DEFAULT]\nstate_path = /a\n{line}").Warnings.Any(w => w.StartsWith($"{_directory["f"]}:3: ", StringComparison.Ordinal)));

    [Fact]
    public void A_warning_tells_where_a_silent_agents_files_are()
    {
        Assert.Contains("Set-DhcpConfiguration -ConfsPath /var/lib/neutron/dhcp", Assert.Single(Import("[DEFAULT]").Warnings), StringComparison.Ordinal);
        Assert.Empty(Import("[DEFAULT]", new DhcpConfiguration { ConfsPath = "/var/lib/neutron/dhcp" }).Warnings);
    }

    private ImportResult Import(string text, DhcpConfiguration? present = null, bool skipUnknown = false)
    {
        File.WriteAllText(_directory["f"], text);
        return ConfigurationImport.Read([_directory["f"]], present ?? new DhcpConfiguration(), skipUnknown);
    }
}
