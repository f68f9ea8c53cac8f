using System.Collections.Concurrent;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace DhcpNet.NeutronTests.Lab;

/// <summary>Copies of what the server sends to this host's DHCP agent, from a queue of their own.</summary>
internal sealed class CastCopies : IAsyncDisposable
{
    /// <summary>The agent's queue.</summary>
    public const string AgentQueue = $"dhcp_agent.{NeutronLab.Host}";

    private const string FanoutExchange = "dhcp_agent_fanout";

    private readonly ConcurrentQueue<Cast> _heard = new();
    private readonly IConnection _connection;

    private CastCopies(IConnection connection) => _connection = connection;

    /// <summary>All so far, in the order in which they came.</summary>
    public IReadOnlyList<Cast> All => [.. _heard];

    /// <summary>Begins to listen; the server has declared its exchange.</summary>
    public static async Task<CastCopies> StartAsync()
    {
        CastCopies copies = new(await Broker.ConnectAsync());
        IChannel channel = await copies._connection.CreateChannelAsync();
        string queue = (await channel.QueueDeclareAsync()).QueueName;
        await channel.QueueBindAsync(queue, "neutron", AgentQueue);
        await channel.ExchangeDeclareAsync(FanoutExchange, ExchangeType.Fanout, durable: false, autoDelete: true);
        await channel.QueueBindAsync(queue, FanoutExchange, "");
        AsyncEventingBasicConsumer consumer = new(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            copies._heard.Enqueue(Cast.Parse(Encoding.UTF8.GetString(delivery.Body.Span)));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
        return copies;
    }

    /// <summary>What was told of a network so far, in order.</summary>
    public IReadOnlyList<Cast> Of(TestNetwork network) => [.. All.Where(c => c.NetworkId == network.Id)];

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
