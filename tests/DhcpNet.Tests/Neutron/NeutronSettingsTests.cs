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

    private void Run(string script)
    {
        using var shell = PowerShell.Create(InitialSessionState.CreateDefault2());
        shell.AddCommand("Import-Module").AddArgument(typeof(ConnectDhcpPluginCommand).Assembly.Location).Invoke();
        shell.Commands.Clear();
        shell.AddScript(script).AddArgument(_broker.Url).Invoke();
        Assert.Empty(shell.Streams.Error);
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
