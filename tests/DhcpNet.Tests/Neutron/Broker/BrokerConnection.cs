using System.Buffers.Binary;
using System.Net.Sockets;

namespace DhcpNet.Tests.Neutron.Broker;

/// <summary>A client's connection to the <see cref="TestBroker"/>.</summary>
internal sealed class BrokerConnection(TestBroker broker, TcpClient client)
{
    private const byte MethodFrame = 1, HeaderFrame = 2, BodyFrame = 3, FrameEnd = 0xCE;
    private const int MaxFrame = 131072;

    private readonly NetworkStream _stream = client.GetStream();
    private readonly object _writing = new();
    private readonly Dictionary<ulong, (string Queue, string Tag, BrokerMessage Message)> _unacked = [];
    private readonly Dictionary<ushort, (string Exchange, string Key)> _publishing = [];
    private readonly Dictionary<ushort, ulong> _confirmed = [];
    private readonly Dictionary<ushort, ushort> _prefetch = [];
    private readonly Dictionary<string, ushort> _consumers = [];
    private ulong _lastDelivery;
    private bool _isOver;
    private (string Properties, MemoryStream Body, ulong Size) _content = ("", new MemoryStream(), 0);

    /// <summary>Resets it, as the end of a broker's process does.</summary>
    public void Drop()
    {
        if (_isOver)
            return;
        client.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Client.Close();
        End();
    }

    public async Task ServeAsync()
    {
        try
        {
            byte[] header = new byte[8];
            await _stream.ReadExactlyAsync(header);
            Send(0, AmqpWriter.Method(10, 10).Octet(0).Octet(9).Long(0).LongString("PLAIN AMQPLAIN").LongString("en_US"));
            byte[] head = new byte[7];
            while (true)
            {
                await _stream.ReadExactlyAsync(head);
                byte[] payload = new byte[BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(3)) + 1];
                await _stream.ReadExactlyAsync(payload);
                lock (broker.Lock)
                {
                    if (!Handle(head[0], BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(1)), payload[..^1]))
                        return;
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException)
        {
            // The client has gone, or was dropped.
        }
        finally
        {
            lock (broker.Lock)
            {
                End();
                broker.DeliverAll();
            }
        }
    }

    public bool TryDeliver(string queue, string tag, BrokerMessage message)
    {
        ushort channel = _consumers[tag];
        ushort prefetch = _prefetch.GetValueOrDefault(channel);
        if (prefetch > 0 && _unacked.Values.Count(m => m.Tag == tag) >= prefetch)
            return false;
        ulong delivery = ++_lastDelivery;
        _unacked[delivery] = (queue, tag, message);
        Send(channel, AmqpWriter.Method(60, 60).ShortString(tag).LongLong(delivery).Octet(0).ShortString(message.Exchange).ShortString(message.RoutingKey));
        SendFrame(HeaderFrame, channel, new AmqpWriter().Short(60).Short(0).LongLong((ulong)message.Body.Length).Short(0x8000).ShortString("application/json").Bytes);
        foreach (byte[] part in message.Body.Chunk(MaxFrame - 8))
            SendFrame(BodyFrame, channel, part);
        return true;
    }

    public void Cancel(string tag) => Send(_consumers[tag], AmqpWriter.Method(60, 30).ShortString(tag).Octet(1));

    // Closed and forgotten at once, under the broker's lock: nothing is delivered to what is over, however late its reader notices.
    private void End()
    {
        if (_isOver)
            return;
        _isOver = true;
        client.Dispose();
        broker.Forget(this, _unacked.OrderByDescending(m => m.Key).Select(m => (m.Value.Queue, m.Value.Message)));
    }

    private bool Handle(byte type, ushort channel, byte[] payload)
    {
        switch (type)
        {
            case MethodFrame:
                AmqpReader reader = new(payload);
                return HandleMethod(channel, reader.Short(), reader.Short(), reader);
            case HeaderFrame:
                AmqpReader header = new(payload);
                header.Short();
                header.Short();
                ulong size = header.LongLong();
                _content = (ReadProperties(header), new MemoryStream(), size);
                return size > 0 || EndPublish(channel);
            case BodyFrame:
                _content.Body.Write(payload);
                return (ulong)_content.Body.Length < _content.Size || EndPublish(channel);
            default:
                return true;
        }
    }

    private bool HandleMethod(ushort channel, ushort classId, ushort methodId, AmqpReader args)
    {
        switch (classId, methodId)
        {
            case (10, 11):
                string properties = args.Table();
                string mechanism = args.ShortString();
                string response = args.LongString();
                broker.Log($"connection.start-ok {mechanism} {properties}");
                if (mechanism == "PLAIN" && response.Split('\0')[2] != broker.Password)
                    Send(0, AmqpWriter.Method(10, 50).Short(403).ShortString("ACCESS_REFUSED - Login was refused").Short(0).Short(0));
                else
                    Send(0, AmqpWriter.Method(10, 30).Short(2047).Long(MaxFrame).Short(60));
                break;
            case (10, 31):
                args.Short();
                args.Long();
                broker.Log($"connection.tune-ok heartbeat={args.Short()}");
                break;
            case (10, 40):
                string virtualHost = args.ShortString();
                if (virtualHost == "/")
                    Send(0, AmqpWriter.Method(10, 41).ShortString(""));
                else
                    Send(0, AmqpWriter.Method(10, 50).Short(530).ShortString($"NOT_ALLOWED - vhost {virtualHost} not found").Short(10).Short(40));
                break;
            case (10, 50):
                broker.Log("connection.close");
                Send(0, AmqpWriter.Method(10, 51));
                return false;
            case (10, 51):
                return false;
            case (20, 10):
                Send(channel, AmqpWriter.Method(20, 11).LongString(""));
                break;
            case (20, 40):
                Send(channel, AmqpWriter.Method(20, 41));
                break;
            case (20, 41):
                if (broker.DiesWithChannel)
                    Drop();
                return !broker.DiesWithChannel;
            case (40, 10):
                args.Short();
                string exchange = args.ShortString(), type = args.ShortString();
                byte flags = args.Octet();
                broker.Log($"exchange.declare {exchange} {type} durable={(flags & 2) != 0} auto-delete={(flags & 4) != 0}");
                if (broker.IsDurable && (flags & 2) == 0 && type == "topic")
                    Send(channel, AmqpWriter.Method(20, 40).Short(406).ShortString($"PRECONDITION_FAILED - inequivalent arg 'durable' for exchange '{exchange}' in vhost '/': received 'false' but current is 'true'").Short(40).Short(10));
                else
                    Send(channel, AmqpWriter.Method(40, 11));
                break;
            case (50, 10):
                args.Short();
                string queue = args.ShortString();
                byte queueFlags = args.Octet();
                broker.Log($"queue.declare {queue} durable={(queueFlags & 2) != 0} exclusive={(queueFlags & 4) != 0} auto-delete={(queueFlags & 8) != 0} {args.Table()}".TrimEnd());
                broker.Declare(queue);
                Send(channel, AmqpWriter.Method(50, 11).ShortString(queue).Long(0).Long(0));
                break;
            case (50, 20):
                args.Short();
                string bound = args.ShortString(), to = args.ShortString(), key = args.ShortString();
                broker.Log($"queue.bind {bound} {to} {key}");
                broker.Bind(to, key, bound);
                Send(channel, AmqpWriter.Method(50, 21));
                break;
            case (50, 40):
                args.Short();
                string deleted = args.ShortString();
                broker.Log($"queue.delete {deleted}");
                broker.Delete(deleted);
                Send(channel, AmqpWriter.Method(50, 41).Long(0));
                break;
            case (60, 10):
                args.Long();
                _prefetch[channel] = args.Short();
                Send(channel, AmqpWriter.Method(60, 11));
                break;
            case (60, 20):
                args.Short();
                string consumed = args.ShortString(), tag = args.ShortString();
                broker.Log($"basic.consume {consumed} {tag} no-ack={(args.Octet() & 2) != 0}");
                _consumers[tag] = channel;
                Send(channel, AmqpWriter.Method(60, 21).ShortString(tag));
                broker.Consume(consumed, this, tag);
                break;
            case (60, 40):
                args.Short();
                _publishing[channel] = (args.ShortString(), args.ShortString());
                break;
            case (60, 80):
                if (_unacked.Remove(args.LongLong(), out var acked))
                {
                    broker.Log($"basic.ack {acked.Queue}");
                    broker.Deliver(acked.Queue);
                }
                break;
            case (85, 10):
                _confirmed[channel] = 0;
                Send(channel, AmqpWriter.Method(85, 11));
                break;
            default:
                throw new InvalidDataException($"The method {classId}.{methodId} is not known to the test's broker.");
        }
        return true;
    }

    private bool EndPublish(ushort channel)
    {
        (string exchange, string key) = _publishing[channel];
        BrokerMessage message = new(exchange, key, _content.Properties, _content.Body.ToArray());
        if (!broker.OnPublish(message))
        {
            Drop();
            return false;
        }
        broker.Publish(message);
        if (_confirmed.TryGetValue(channel, out ulong last))
        {
            _confirmed[channel] = last + 1;
            Send(channel, AmqpWriter.Method(60, 80).LongLong(last + 1).Octet(0));
        }
        return true;
    }

    private static string ReadProperties(AmqpReader header)
    {
        ushort flags = header.Short();
        string contentType = (flags & 0x8000) != 0 ? header.ShortString() : "-";
        string encoding = (flags & 0x4000) != 0 ? header.ShortString() : "-";
        if ((flags & 0x2000) != 0)
            header.Table();
        string mode = (flags & 0x1000) != 0 ? header.Octet().ToString() : "-";
        string priority = (flags & 0x0800) != 0 ? header.Octet().ToString() : "-";
        bool isMore = (flags & 0x0600) != 0;
        string expiration = (flags & 0x0100) != 0 && !isMore ? header.ShortString() : "-";
        return $"{contentType} {encoding} mode={mode} priority={priority} expiration={expiration}{(isMore ? " and more" : "")}";
    }

    private void Send(ushort channel, AmqpWriter method) => SendFrame(MethodFrame, channel, method.Bytes);

    private void SendFrame(byte type, ushort channel, byte[] payload)
    {
        byte[] frame = [.. new AmqpWriter().Octet(type).Short(channel).Long((uint)payload.Length).Bytes, .. payload, FrameEnd];
        lock (_writing)
        {
            try
            {
                _stream.Write(frame);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // The client has gone.
            }
        }
    }
}
