using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace DhcpNet.Neutron.Messaging;

/// <summary>A connection to a broker and what was declared on it; over when anything of that is lost.</summary>
internal abstract class BrokerSession : IAsyncDisposable
{
    private readonly TaskCompletionSource<BrokerException> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IConnection _connection;

    protected BrokerSession(IConnection connection, TransportHost host)
    {
        _connection = connection;
        Host = host;
        connection.ConnectionShutdownAsync += OnShutdownAsync;
    }

    /// <summary>The broker.</summary>
    public TransportHost Host { get; }

    /// <summary>Done with the reason when the session is over.</summary>
    public Task<BrokerException> Closed => _closed.Task;

    /// <summary>Says that the session is of no use any more.</summary>
    public void Abandon(BrokerException reason) => _closed.TrySetResult(reason);

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        await BrokerConnector.CloseAsync(_connection).ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Has the end of a channel be the session's.</summary>
    protected IChannel Watch(IChannel channel)
    {
        channel.ChannelShutdownAsync += OnShutdownAsync;
        return channel;
    }

    private Task OnShutdownAsync(object sender, ShutdownEventArgs reason)
    {
        Abandon(BrokerErrors.Closed(Host, reason));
        return Task.CompletedTask;
    }
}
