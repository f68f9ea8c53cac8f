using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text.Json;
using DhcpNet.Commands;
using DhcpNet.Neutron.Messaging;
using DhcpNet.Tests.Neutron.Broker;

namespace DhcpNet.Tests.Neutron;

/// <summary>What a person sets reaches the broker.</summary>
public sealed class NeutronSettingsTests : IAsyncDisposable
{
    private readonly TestBroker _broker = new();
    private readonly List<BrokerMessage> _calls = [];

    public ValueTask DisposeAsync() => _broker.DisposeAsync();

    [Fact]
    public void Calls_go_through_the_exchange_that_is_set_and_wait_as_long_as_is_set()
    {
        Serve();

        Run("$null = Set-DhcpConfiguration -ControlExchange lab -RpcResponseTimeout 90; $null = Connect-DhcpPlugin -TransportUrl $args[0]; Get-DhcpNetwork");

        lock (_calls)
        {
            Assert.All(_calls, c => Assert.Equal("lab", c.Exchange));
            Assert.Contains("expiration=90000", Assert.Single(_calls.Where(c => RpcMessage.Parse(c.Body).Method == "get_network_info" || RpcMessage.Parse(c.Body).Method == "get_active_networks_info").DistinctBy(c => c.Properties)).Properties, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Queues_are_declared_as_is_said()
    {
        Serve();

        Run("$null = Connect-DhcpPlugin -TransportUrl $args[0] -AutoDeleteQueue -TransientQuorumQueue -QuorumDeliveryLimit 20 -QuorumMaxMemoryLength 1000 -QuorumMaxMemoryBytes 5000000000");

        Assert.Contains("exchange.declare neutron topic durable=False auto-delete=True", _broker.LogLines);
        string reply = Assert.Single(_broker.LogLines, l => l.StartsWith("queue.declare reply_", StringComparison.Ordinal));
        Assert.EndsWith("durable=True exclusive=False auto-delete=False x-queue-type=S quorum, x-delivery-limit=I 20, x-max-in-memory-length=I 1000, x-max-in-memory-bytes=l 5000000000, x-expires=I 1800000", reply, StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_of_quorum_queues_without_these_is_a_contradiction() =>
        Assert.Equal("QueueContradiction", Fail("Connect-DhcpPlugin -TransportUrl $args[0] -QuorumDeliveryLimit 20"));

    private string Fail(string script)
    {
        using PowerShell shell = Invoke(script);
        return Assert.Single(shell.Streams.Error).FullyQualifiedErrorId.Split(',')[0];
    }

    private void Run(string script)
    {
        using PowerShell shell = Invoke(script);
        Assert.Empty(shell.Streams.Error);
    }

    private PowerShell Invoke(string script)
    {
        var shell = PowerShell.Create(InitialSessionState.CreateDefault2());
        shell.AddCommand("Import-Module").AddArgument(typeof(ConnectDhcpPluginCommand).Assembly.Location).Invoke();
        shell.Commands.Clear();
        shell.AddScript(script).AddArgument(_broker.Url).Invoke();
        return shell;
    }

    private void Serve() => _broker.OnPublish = message =>
    {
        lock (_calls)
            _calls.Add(message);
        string method = RpcMessage.Parse(message.Body).Method;
        object result = method == "get_networks" ? Array.Empty<object>() : JsonSerializer.SerializeToElement(Capture.Get($"call-{method}").Reply["result"]);
        Task.Run(() => _broker.Reply(message, result));
        return true;
    };
}
