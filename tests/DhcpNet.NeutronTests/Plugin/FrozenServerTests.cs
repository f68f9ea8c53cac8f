using DhcpNet.Neutron;
using DhcpNet.Neutron.Messaging;
using DhcpNet.NeutronTests.Lab;

namespace DhcpNet.NeutronTests.Plugin;

/// <summary>A server that stands still, and a broker that takes nothing, are told from those that are well, and when they go on all does.</summary>
public class FrozenServerTests(NeutronLab lab)
{
    [Fact]
    public async Task Calls_to_a_server_that_stands_still_say_where_to_look_and_those_after_it_are_answered()
    {
        using var session = NeutronSession.Connect(lab);
        await using TestNetwork network = await TestNetwork.CreateHostedAsync(lab, "10.28.0.0/24");
        // A session's calls wait for a minute, as Neutron's own do.
        NeutronPluginOptions options = new() { Url = TransportUrl.Parse(Broker.Url), HostName = NeutronLab.Host, CallTimeout = TimeSpan.FromSeconds(2) };
        await using NeutronPlugin plugin = await NeutronPlugin.ConnectAsync(options, CancellationToken.None);
        lab.FreezeServer();
        try
        {
            DhcpNetException failure = await Assert.ThrowsAsync<DhcpNetException>(() => plugin.GetActiveNetworksInfoAsync(CancellationToken.None));
            Assert.Equal(("NeutronTimeout", DhcpNetErrorKind.Timeout), (failure.ErrorId, failure.Kind));
            Assert.Contains("No server answered 'get_active_networks_info' on topic 'q-plugin' within 2 s. See that neutron-server runs", failure.Message, StringComparison.Ordinal);
            Assert.IsType<RpcTimeoutException>(failure.InnerException);

            // Who comes meanwhile is told so within seconds.
            using var late = NeutronSession.Open(lab);
            Assert.Equal("NeutronTimeout", late.RunError($"Connect-DhcpPlugin -TransportUrl '{Broker.Url}'"));
        }
        finally
        {
            lab.ThawServer();
        }

        session.Run($"Enable-NetworkDhcp {network.Id}");
        Assert.Contains(await plugin.GetActiveNetworksInfoAsync(CancellationToken.None), n => n.Id == network.Id);
        session.Run($"Disable-NetworkDhcp {network.Id} -Force");
    }

    [Fact]
    public async Task A_call_that_no_server_is_there_for_is_answered_by_the_one_that_comes()
    {
        lab.Require();
        NeutronPluginOptions options = new() { Url = TransportUrl.Parse(Broker.Url), HostName = NeutronLab.Host };
        await using NeutronPlugin plugin = await NeutronPlugin.ConnectAsync(options, CancellationToken.None);
        await using NeutronPlugin hasty = await NeutronPlugin.ConnectAsync(options with { CallTimeout = TimeSpan.FromSeconds(1) }, CancellationToken.None);
        lab.KillServer();
        // As after the end of the broker, which has none of the server's queues until the server is back.
        await Broker.DeleteQueueAsync("q-plugin");

        Task<IReadOnlyList<Network>> call = plugin.GetActiveNetworksInfoAsync(CancellationToken.None);
        // The second is not given more time: nobody is behind with his work.
        Exception?[] failures = [await Record.ExceptionAsync(() => hasty.GetActiveNetworksInfoAsync(CancellationToken.None)), await Record.ExceptionAsync(() => hasty.GetActiveNetworksInfoAsync(CancellationToken.None))];
        await lab.StartServerAsync();

        Assert.All(failures, f => Assert.StartsWith("No server listened on topic 'q-plugin' within 1 s, so 'get_active_networks_info' was sent to none.", f?.Message, StringComparison.Ordinal));

        Assert.NotNull(await call);
    }

    [Fact]
    public async Task A_broker_that_takes_no_messages_is_told_from_a_server_that_does_not_answer()
    {
        lab.Require();
        List<string> told = [];
        NeutronPluginOptions options = new() { Url = TransportUrl.Parse(Broker.Url), HostName = NeutronLab.Host, CallTimeout = TimeSpan.FromSeconds(3), Log = told.Add };
        await using NeutronPlugin plugin = await NeutronPlugin.ConnectAsync(options, CancellationToken.None);
        // Nothing is little enough for it.
        lab.Broker.Control("set_vm_memory_high_watermark", "absolute", "1");
        try
        {
            DhcpNetException failure = await Assert.ThrowsAsync<DhcpNetException>(() => plugin.GetActiveNetworksInfoAsync(CancellationToken.None));
            Assert.Equal(("BrokerUnavailable", DhcpNetErrorKind.Unavailable), (failure.ErrorId, failure.Kind));
            Assert.Contains("takes no messages at present (low on memory)", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            lab.Broker.Control("set_vm_memory_high_watermark", "0.4");
        }

        Assert.NotNull(await plugin.GetActiveNetworksInfoAsync(CancellationToken.None));
        Assert.Contains(told, line => line.EndsWith("takes messages again.", StringComparison.Ordinal));
    }
}
