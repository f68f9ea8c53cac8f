using DhcpNet.Agent;
using DhcpNet.Plugins;

namespace DhcpNet.Tests.Agent;

public class NetworkCacheTests
{
    private readonly Network _blue = AgentObjects.NewNetwork();
    private readonly NetworkCache _cache;
    private TimeSpan _now = TimeSpan.Zero;

    public NetworkCacheTests() => _cache = new NetworkCache(AgentObjects.HostName, () => _now);

    [Fact]
    public void What_the_plugin_said_need_not_be_asked_again()
    {
        Know(_blue);

        Assert.Empty(_cache.FindUnknown([_blue.Id]));
        Assert.Same(_blue, Assert.Single(_cache.Get([_blue.Id])));
    }

    [Theory]
    [InlineData(DhcpNotificationKind.NetworkCreate)]
    [InlineData(DhcpNotificationKind.NetworkUpdate)]
    [InlineData(DhcpNotificationKind.SubnetCreate)]
    [InlineData(DhcpNotificationKind.SubnetUpdate)]
    [InlineData(DhcpNotificationKind.SubnetDelete)]
    public void A_network_that_has_changed_is_asked_for_anew(DhcpNotificationKind kind)
    {
        Know(_blue);

        Assert.Equal(_blue.Id, _cache.Hear(_blue.About(kind))!.NetworkId);

        Assert.Equal([_blue.Id], _cache.FindUnknown([_blue.Id]));
    }

    [Fact]
    public void A_deleted_subnet_of_a_network_that_nobody_knows_is_nobodys_business() =>
        Assert.Null(_cache.Hear(_blue.About(DhcpNotificationKind.SubnetDelete)));

    [Fact]
    public void A_deleted_subnet_is_found_by_its_id_alone()
    {
        Know(_blue);

        Assert.Equal(_blue.Id, _cache.Hear(new DhcpNotification { Kind = DhcpNotificationKind.SubnetDelete, SubnetId = _blue.Subnets[0].Id })!.NetworkId);
    }

    [Fact]
    public void A_new_port_is_taken_in_without_asking()
    {
        Know(_blue);
        Port port = _blue.NewPort(10);

        NetworkNeed need = _cache.Hear(port.Created())!;

        Assert.False(need.IsReady);
        Assert.Equal(port.Id, need.PortId);
        Assert.Equal([port], Fresh().Ports);
    }

    [Fact]
    public void A_changed_port_takes_its_own_place()
    {
        Port first = _blue.NewPort(10), second = _blue.NewPort(11);
        Know(_blue with { Ports = [first, second] });

        _cache.Hear((first with { DnsName = "www" }).Updated());

        Assert.Equal([first with { DnsName = "www" }, second], Fresh().Ports);
    }

    [Fact]
    public void A_deleted_port_is_taken_out_though_only_its_id_is_told()
    {
        Port port = _blue.NewPort(10);
        Know(_blue with { Ports = [port] });

        Assert.Equal(_blue.Id, _cache.Hear(new DhcpNotification { Kind = DhcpNotificationKind.PortDelete, PortId = port.Id })!.NetworkId);

        Assert.Empty(Fresh().Ports);
    }

    [Fact]
    public void A_port_that_is_as_it_was_needs_nothing_but_to_be_said_to_be_ready()
    {
        Port port = _blue.NewPort(10);
        Know(_blue with { Ports = [port] });

        NetworkNeed need = _cache.Hear((port with { Status = "DOWN" }).Updated())!;

        Assert.True(need.IsReady);
        Assert.Equal(port.Id, need.PortId);
    }

    [Fact]
    public void What_is_told_of_a_port_as_it_was_before_is_old()
    {
        Port port = _blue.NewPort(10) with { RevisionNumber = 5 };
        Know(_blue with { Ports = [port] });

        Assert.Null(_cache.Hear((port with { Name = "before", RevisionNumber = 4 }).Updated()));
        Assert.Equal([port], Fresh().Ports);

        Assert.NotNull(_cache.Hear((port with { Name = "after", RevisionNumber = 6 }).Updated()));
        Assert.Equal("after", Fresh().Ports[0].Name);
    }

    [Fact]
    public void What_is_told_of_a_port_after_its_deletion_is_old()
    {
        Port port = _blue.NewPort(10);
        Know(_blue with { Ports = [port] });
        _cache.Hear(port.Deleted());

        Assert.Null(_cache.Hear(port.Updated()));
        Assert.Null(_cache.Hear(port.Created()));

        Assert.Empty(Fresh().Ports);
    }

    [Fact]
    public void An_answer_that_still_has_a_deleted_port_is_corrected()
    {
        Port port = _blue.NewPort(10);
        Know(_blue with { Ports = [port] });
        _cache.Hear(port.Deleted());

        Know(_blue with { Ports = [port] });

        Assert.Empty(Fresh().Ports);
    }

    [Fact]
    public void Deleted_ports_are_forgotten_after_a_day()
    {
        Know(_blue);
        Port port = _blue.NewPort(10);
        _cache.Hear(port.Deleted());
        _now = TimeSpan.FromDays(1.1);
        _cache.Hear(_blue.NewPort(11).Deleted());

        Assert.NotNull(_cache.Hear(port.Created()));
    }

    [Fact]
    public void Deleted_ports_are_forgotten_when_they_are_too_many()
    {
        var deleted = new DeletedPorts(most: 2, TimeSpan.FromDays(1));
        Guid[] ports = [.. Enumerable.Range(0, 3).Select(_ => Guid.NewGuid())];
        foreach (Guid port in ports)
            deleted.Add(port, TimeSpan.Zero);

        Assert.Equal([false, true, true], ports.Select(deleted.Contains));
    }

    [Fact]
    public void A_port_with_another_ports_address_makes_the_network_stale()
    {
        Know(_blue with { Ports = [_blue.NewPort(10)] });

        Assert.NotNull(_cache.Hear(_blue.NewPort(10).Created()));

        Assert.Equal([_blue.Id], _cache.FindUnknown([_blue.Id]));
    }

    [Fact]
    public void Ports_of_a_network_that_is_not_known_are_ignored()
    {
        Assert.Null(_cache.Hear(_blue.NewPort(10).Created()));
        Assert.Equal(0, _cache.Count().Networks);
    }

    [Fact]
    public void A_network_that_is_taken_away_is_gone_whatever_the_plugin_still_says_of_its_ports()
    {
        Port port = _blue.NewPort(10);
        Know(_blue with { Ports = [port] });

        Assert.NotNull(_cache.Hear(_blue.About(DhcpNotificationKind.NetworkDelete)));
        Assert.Null(_cache.Hear(port.Updated()));
        Assert.Null(_cache.Hear(port.Deleted()));

        Assert.Empty(_cache.FindUnknown([_blue.Id]));
        Assert.Empty(_cache.Get([_blue.Id]));
        Assert.Equal("blue", _cache.GetLast(_blue.Id).Name);
    }

    [Fact]
    public void A_network_that_is_given_back_is_asked_for()
    {
        Know(_blue);
        _cache.Hear(_blue.About(DhcpNotificationKind.NetworkDelete));

        _cache.Hear(_blue.About(DhcpNotificationKind.NetworkCreate));

        Assert.Equal([_blue.Id], _cache.FindUnknown([_blue.Id]));
        Assert.False(_cache.IsGone(_blue.Id));
    }

    [Fact]
    public void What_is_told_while_the_plugin_is_asked_is_held_against_the_answer()
    {
        Port kept = _blue.NewPort(10), deleted = _blue.NewPort(11), added = _blue.NewPort(12);
        PluginQuestion question = _cache.Ask([_blue.Id]);
        _cache.Hear(added.Created());
        _cache.Hear(deleted.Deleted());

        _cache.Answer(question, [_blue with { Ports = [kept, deleted] }]);

        Assert.Equal([kept, added], Fresh().Ports);
    }

    [Fact]
    public void A_network_that_changes_while_the_plugin_is_asked_is_stale_after_the_answer()
    {
        PluginQuestion question = _cache.Ask([_blue.Id]);
        _cache.Hear(_blue.About(DhcpNotificationKind.SubnetCreate));

        _cache.Answer(question, [_blue]);

        Assert.Equal([_blue.Id], _cache.FindUnknown([_blue.Id]));
        Assert.Single(_cache.Get([_blue.Id]));
    }

    [Fact]
    public void Networks_that_an_answer_for_all_lacks_are_gone_but_not_those_that_were_made_meanwhile()
    {
        Network green = AgentObjects.NewNetwork("green"), red = AgentObjects.NewNetwork("red");
        Know(_blue);
        PluginQuestion question = _cache.Ask(networkIds: null);
        _cache.Hear(red.About(DhcpNotificationKind.NetworkCreate));

        _cache.Answer(question, [green], others: [Guid.Empty]);

        Assert.True(_cache.IsGone(_blue.Id));
        Assert.True(_cache.IsGone(Guid.Empty));
        Assert.False(_cache.IsGone(red.Id));
        Assert.Equal([red.Id], _cache.FindUnknown([_blue.Id, green.Id, red.Id]));
    }

    [Fact]
    public void This_hosts_own_port_is_no_news_whether_told_before_or_after_the_answer()
    {
        Know(_blue);
        Port own = _blue.NewOwnPort();
        _cache.BeginOwn([_blue.Id]);
        Assert.Null(_cache.Hear(own.Created()));
        _cache.PutOwn(own with { Network = _blue, Change = StepChange.Created });
        _cache.EndOwn([_blue.Id]);

        Assert.True(_cache.Hear(own.Updated())!.IsReady);
        Assert.Equal([own], Fresh().Ports);
    }

    [Fact]
    public void A_port_that_this_host_gives_back_is_no_news()
    {
        Port own = _blue.NewOwnPort();
        Know(_blue with { Ports = [own] });
        _cache.BeginOwn([_blue.Id]);
        Assert.Null(_cache.Hear(own.Deleted()));
        _cache.RemoveOwn(_blue.Id, own.DeviceId);
        _cache.EndOwn([_blue.Id]);

        Assert.Empty(Fresh().Ports);
    }

    [Fact]
    public void This_hosts_own_port_deleted_by_somebody_else_makes_the_network_stale_after_a_moment()
    {
        Port own = _blue.NewOwnPort();
        Know(_blue with { Ports = [own] });

        NetworkNeed need = _cache.Hear(own.Deleted())!;

        Assert.True(need.Delay > TimeSpan.Zero);
        Assert.Equal([_blue.Id], _cache.FindUnknown([_blue.Id]));
    }

    [Fact]
    public void This_hosts_own_port_taken_off_a_subnet_makes_the_network_stale_after_a_moment()
    {
        Port own = _blue.NewOwnPort();
        Know(_blue with { Ports = [own] });

        Assert.True(_cache.Hear((own with { FixedIps = [] }).Updated())!.Delay > TimeSpan.Zero);
        Assert.Equal([_blue.Id], _cache.FindUnknown([_blue.Id]));
    }

    [Fact]
    public void This_hosts_own_port_made_another_hosts_makes_the_network_stale()
    {
        Port own = _blue.NewOwnPort();
        Know(_blue with { Ports = [own] });

        _cache.Hear((own with { DeviceId = DhcpDeviceId.Reserved }).Updated());

        Assert.Equal([_blue.Id], _cache.FindUnknown([_blue.Id]));
    }

    [Fact]
    public void An_answer_tells_which_networks_are_as_they_were()
    {
        Port first = _blue.NewPort(10), second = _blue.NewPort(11);
        Network green = AgentObjects.NewNetwork("green"), red = AgentObjects.NewNetwork("red"), black = AgentObjects.NewNetwork("black"), grey = AgentObjects.NewNetwork("grey");
        Know(_blue with { Ports = [first, second] });
        foreach (Network network in new[] { green, red, black, grey })
            Know(network);
        _cache.Hear(black.About(DhcpNotificationKind.SubnetUpdate));
        PluginQuestion question = _cache.Ask(networkIds: null);
        _cache.Hear(grey.NewPort(10).Created());

        IReadOnlySet<Guid> alike = _cache.Answer(question,
            [_blue with { Ports = [second with { Status = "DOWN" }, first] }, green with { Subnets = [green.Subnets[0] with { EnableDhcp = false }] }, red with { Ports = [red.NewPort(10)] }, black, grey]);

        Assert.Equal([_blue.Id], alike);
    }

    private void Know(Network network) => _cache.Answer(_cache.Ask([network.Id]), [network]);

    private Network Fresh()
    {
        Assert.Empty(_cache.FindUnknown([_blue.Id]));
        return Assert.Single(_cache.Get([_blue.Id]));
    }
}
