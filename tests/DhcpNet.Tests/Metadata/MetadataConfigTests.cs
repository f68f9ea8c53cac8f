using DhcpNet.Configuration;
using DhcpNet.Metadata;

namespace DhcpNet.Tests.Metadata;

/// <summary>haproxy's configuration is Neutron's, and nothing that is configured becomes more of it than a word.</summary>
public class MetadataConfigTests
{
    private const string Tap = "tap6a1315eb-df";

    // What a real agent 21.0.0 wrote for this network.
    private static readonly Guid NetworkId = Guid.Parse("36844ec9-d8a9-437d-9ab8-0ce02842eb4f");

    private static readonly DhcpConfiguration Neutrons = new()
    {
        StatePath = "/var/lib/neutron",
        EnableIsolatedMetadata = true,
        MetadataProxyUser = "root",
        MetadataProxyGroup = "root",
    };

    [Fact]
    public void It_is_what_Neutrons_agent_writes()
    {
        string reference = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Metadata", "haproxy.conf"));

        Assert.Equal(reference, Render(Neutrons, Tap));
    }

    [Fact]
    public void The_line_for_IPv6_is_empty_where_there_is_no_single_tap()
    {
        string[] with = Render(Neutrons, Tap).Split('\n'), without = Render(Neutrons, tap: null).Split('\n');

        Assert.Equal(["    bind fe80::a9fe:a9fe:80 interface tap6a1315eb-df"], with.Except(without));
        Assert.Equal(["    "], without.Except(with));
        Assert.Equal(with.Length, without.Length);
    }

    [Fact]
    public void Its_files_are_where_Neutron_has_them()
    {
        MetadataFiles files = new(Neutrons, NetworkId);

        Assert.Equal($"/var/lib/neutron/ns-metadata-proxy/{NetworkId}.conf", files.Configuration);
        Assert.Equal($"/var/lib/neutron/external/pids/{NetworkId}.pid.haproxy", files.Pid);
    }

    [Fact]
    public void Numbers_of_users_and_groups_become_their_names() =>
        Assert.Equal(Render(Neutrons, Tap), Render(Neutrons with { MetadataProxyUser = "0", MetadataProxyGroup = "0" }, Tap));

    [Theory]
    [InlineData("no-such-user", "", "user", "MetadataProxyUser")]
    [InlineData("", "no-such-group", "group", "MetadataProxyGroup")]
    public void A_user_or_group_that_there_is_not_is_told(string user, string group, string what, string parameter)
    {
        DhcpNetException error = Assert.Throws<DhcpNetException>(() => Render(Neutrons with { MetadataProxyUser = user, MetadataProxyGroup = group }, Tap));

        Assert.Equal("MetadataProxyFailed", error.ErrorId);
        Assert.Contains($"no {what} 'no-such-{what}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(parameter, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("relative/socket", "absolute path")]
    [InlineData("/run/a\n    bind *:80", "haproxy reads no path")]
    [InlineData("/run/a b", "haproxy reads no path")]
    [InlineData("/run/a#b", "haproxy reads no path")]
    [InlineData("/run/${HOME}", "haproxy reads no path")]
    [InlineData("/run/'a'", "haproxy reads no path")]
    [InlineData("/run/a\\b", "haproxy reads no path")]
    [InlineData("/run/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "107 bytes")]
    public void A_socket_that_haproxy_would_read_as_something_else_is_refused(string socket, string rule) =>
        AssertRefused(Neutrons with { MetadataProxySocket = socket }, "MetadataProxySocket", rule);

    [Theory]
    [InlineData("root\n    bind *:80")]
    [InlineData("a b")]
    [InlineData("-x")]
    [InlineData("a#b")]
    [InlineData("an-account-whose-name-is-much-too-long")]
    public void A_user_or_group_that_haproxy_would_read_as_something_else_is_refused(string name)
    {
        AssertRefused(Neutrons with { MetadataProxyUser = name }, "MetadataProxyUser", "name or number");
        AssertRefused(Neutrons with { MetadataProxyGroup = name }, "MetadataProxyGroup", "name or number");
    }

    [Fact]
    public void A_state_path_with_a_blank_is_refused_only_where_metadata_is_on()
    {
        AssertRefused(Neutrons with { StatePath = "/srv/a b" }, "StatePath", "where metadata is on");
        ConfigurationRules.Check(Neutrons with { StatePath = "/srv/a b", EnableIsolatedMetadata = false });
    }

    private static void AssertRefused(DhcpConfiguration configuration, string property, string rule)
    {
        foreach (Action action in new Action[] { () => ConfigurationRules.Check(configuration), () => Render(configuration, Tap) })
        {
            DhcpNetException error = Assert.Throws<DhcpNetException>(action);
            Assert.Equal("ConfigurationInvalid", error.ErrorId);
            Assert.Contains($"{property} can't be '", error.Message, StringComparison.Ordinal);
            Assert.Contains(rule, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    private static string Render(DhcpConfiguration configuration, string? tap) =>
        MetadataConfig.Render(NetworkId, tap, configuration, new MetadataFiles(configuration, NetworkId).Pid);
}
