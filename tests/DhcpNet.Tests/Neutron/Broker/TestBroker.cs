using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace DhcpNet.Tests.Neutron.Broker;

/// <summary>As much of an AMQP broker as oslo.messaging needs, with breakdowns to order.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    private readonly List<string> _log = [];
    private readonly List<BrokerConnection> _connections = [];
    private readonly List<Task> _serving = [];
    private readonly Dictionary<string, BrokerQueue> _queues = [];
    private readonly HashSet<(string Exchange, string Key, string Queue)> _bindings = [];
    private readonly List<(Func<string, bool> Matches, TaskCompletionSource Found)> _waiting = [];
    private TcpListener _listener = new(IPAddress.Loopback, 0);
    private Task _accepting;

    public TestBroker()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync(_listener);
    }

    public object Lock { get; } = new();

    public int Port { get; }

    public string Password { get; init; } = "secret";

    /// <summary>Whether its topic exchanges exist already, durable.</summary>
    public bool IsDurable { get; init; }

    /// <summary>Whether the connection breaks when a channel was closed because of a mistake.</summary>
    public bool DiesWithChannel { get; init; }

    public string Url => $"rabbit://neutron:secret@127.0.0.1:{Port}/";

    /// <summary>Asked about each message that comes; where the answer is no, the connection breaks before the message is taken.</summary>
    public Func<BrokerMessage, bool> OnPublish { get; set; } = _ => true;

    /// <summary>What clients did, in order.</summary>
    public IReadOnlyList<string> LogLines
    {
        get
        {
            lock (Lock)
                return [.. _log];
        }
    }

    public IReadOnlyList<string> QueueNames
    {
        get
        {
            lock (Lock)
                return [.. _queues.Keys.Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>How many messages of a queue are with the broker, and not on their way.</summary>
    public int Waiting(string queue)
    {
        lock (Lock)
            return _queues[queue].Messages.Count;
    }

    /// <summary>Done when a line of the log is as it is to be; also where it is there already.</summary>
    public Task WaitForAsync(Func<string, bool> matches)
    {
        lock (Lock)
        {
            TaskCompletionSource found = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_log.Any(matches))
                found.SetResult();
            else
                _waiting.Add((matches, found));
            return found.Task.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public void ClearLog()
    {
        lock (Lock)
            _log.Clear();
    }

    /// <summary>Breaks all connections.</summary>
    public void DropAll()
    {
        lock (Lock)
        {
            foreach (BrokerConnection connection in _connections.ToArray())
                connection.Drop();
        }
    }

    /// <summary>Takes no connections any more, and breaks those that there are.</summary>
    public async Task StopAsync()
    {
        _listener.Stop();
        await _accepting;
        DropAll();
    }

    /// <summary>Takes connections again, at the same port.</summary>
    public void Start()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _accepting = AcceptAsync(_listener);
    }

    /// <summary>Sends a message of a client's.</summary>
    public void Send(string exchange, string routingKey, byte[] body)
    {
        lock (Lock)
            Publish(new BrokerMessage(exchange, routingKey, "", body));
    }

    /// <summary>Sends what a server answers to a call.</summary>
    public void Reply(BrokerMessage call, object? result)
    {
        using var envelope = JsonDocument.Parse(call.Body);
        using var message = JsonDocument.Parse(envelope.RootElement.GetProperty("oslo.message").GetString()!);
        string text = JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["result"] = result,
            ["failure"] = null,
            ["ending"] = true,
            ["_msg_id"] = message.RootElement.GetProperty("_msg_id").GetString(),
            ["_unique_id"] = Guid.NewGuid().ToString("N"),
        });
        Send("", message.RootElement.GetProperty("_reply_q").GetString()!, JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["oslo.version"] = "2.0", ["oslo.message"] = text }));
    }

    public void Publish(BrokerMessage message)
    {
        string[] queues = message.Exchange == ""
            ? [message.RoutingKey]
            : [.. _bindings.Where(b => b.Exchange == message.Exchange && (b.Key == message.RoutingKey || b.Exchange.EndsWith("_fanout", StringComparison.Ordinal))).Select(b => b.Queue)];
        foreach (string queue in queues.Where(_queues.ContainsKey))
        {
            _queues[queue].Messages.AddLast(message);
            Deliver(queue);
        }
    }

    public void Deliver(string name)
    {
        if (!_queues.TryGetValue(name, out BrokerQueue? queue))
            return;
        while (queue.Messages.First is { } first && queue.Consumers.Any(c => c.Connection.TryDeliver(name, c.Tag, first.Value)))
            queue.Messages.Remove(first);
    }

    public void DeliverAll()
    {
        foreach (string name in _queues.Keys)
            Deliver(name);
    }

    public void Declare(string queue) => _queues.TryAdd(queue, new BrokerQueue());

    public void Bind(string exchange, string key, string queue) => _bindings.Add((exchange, key, queue));

    public void Delete(string name)
    {
        _bindings.RemoveWhere(b => b.Queue == name);
        if (_queues.Remove(name, out BrokerQueue? queue))
            queue.Consumers.ForEach(c => c.Connection.Cancel(c.Tag));
    }

    public void Consume(string queue, BrokerConnection connection, string tag)
    {
        _queues[queue].Consumers.Add((connection, tag));
        Deliver(queue);
    }

    public void Forget(BrokerConnection connection, IEnumerable<(string Queue, BrokerMessage Message)> unacked)
    {
        _connections.Remove(connection);
        foreach (BrokerQueue queue in _queues.Values)
            queue.Consumers.RemoveAll(c => c.Connection == connection);
        foreach ((string name, BrokerMessage message) in unacked)
        {
            if (_queues.TryGetValue(name, out BrokerQueue? queue))
                queue.Messages.AddFirst(message);
        }
    }

    public void Log(string line)
    {
        _log.Add(line);
        foreach ((_, TaskCompletionSource found) in _waiting.Where(w => w.Matches(line)))
            found.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Task.WhenAll(_serving);
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync();
                lock (Lock)
                {
                    BrokerConnection connection = new(this, client);
                    _connections.Add(connection);
                    _serving.Add(Task.Run(connection.ServeAsync));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The listener was stopped.
        }
    }
}
