using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DhcpNet.Linux.Native;

namespace DhcpNet.Linux;

/// <summary>Makes an object of one message of a reply; null skips the message.</summary>
internal delegate T? NetlinkParser<T>(in NetlinkMessage message) where T : class;

/// <summary>A netlink socket: requests, and the replies to them.</summary>
internal sealed unsafe class NetlinkSocket : IDisposable
{
    private const int MaximumDumps = 50;

    private readonly FileDescriptor _socket;
    private byte[] _buffer = new byte[32 * 1024];
    private readonly Action<string>? _trace = NetlinkTrace.Listener;
    private uint _sequence;

    /// <summary>Opens a socket in the namespace of the calling thread; it stays bound to that one.</summary>
    /// <param name="protocol">Whom in the kernel it talks to, such as <see cref="SocketCalls.ProtocolRoute"/>.</param>
    public NetlinkSocket(int protocol)
    {
        _socket = SocketCalls.Open(SocketCalls.FamilyNetlink, SocketCalls.TypeRaw | SocketCalls.CloseOnExec, protocol);
        if (_socket.IsInvalid)
            throw LinuxException.FromLastCall("open", "a netlink socket");
        // An older kernel lacks some of these; all works without them, with less to read in errors and more in dumps.
        ReadOnlySpan<int> options = [SocketCalls.OptionCappedAcknowledgement, SocketCalls.OptionExtendedAcknowledgement, SocketCalls.OptionStrictCheck];
        foreach (int option in options)
            _ = SocketCalls.SetOption(_socket, SocketCalls.LevelNetlink, option, 1, sizeof(int));
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Asks for a change, and waits until it is made.</summary>
    public NetlinkResult Change(NetlinkMessageBuilder request) => Exchange<object>(request, null, null, out _);

    /// <summary>Asks for one object.</summary>
    public NetlinkResult Get<T>(NetlinkMessageBuilder request, NetlinkParser<T> parser, out T? result) where T : class
    {
        List<T> results = [];
        NetlinkResult outcome = Exchange(request, parser, results, out _);
        result = results.Count > 0 ? results[0] : null;
        return outcome;
    }

    /// <summary>Asks for all objects; again when they changed meanwhile, since then some may be missing or there twice.</summary>
    public NetlinkResult Dump<T>(NetlinkMessageBuilder request, NetlinkParser<T> parser, out IReadOnlyList<T> results) where T : class
    {
        for (int count = 0; count < MaximumDumps; count++)
        {
            List<T> list = [];
            results = list;
            NetlinkResult outcome = Exchange(request, parser, list, out bool isInterrupted);
            if (!isInterrupted)
                return outcome;
        }
        results = [];
        return new NetlinkResult(ErrorNumbers.Interrupted, "the list did not stop changing while it was read");
    }

    /// <summary>
    /// Asks for several changes by one datagram, which the kernel makes all together or not at all (nfnetlink's batches). The first and the
    /// last message are the batch's begin and end; the one before the last asks for an acknowledgement, as the end is not acknowledged by
    /// kernels before 6.10.
    /// </summary>
    /// <returns>The first error, if any.</returns>
    public NetlinkResult Commit(IReadOnlyList<NetlinkMessageBuilder> batch)
    {
        uint first = _sequence + 1;
        ArrayBufferWriter<byte> datagram = new(2048);
        foreach (NetlinkMessageBuilder message in batch)
            datagram.Write(message.Finish(++_sequence));
        Send(datagram.WrittenSpan);
        NetlinkResult result = ReceiveResult(first, _sequence - 1);
        if (_trace is not null)
        {
            foreach (NetlinkMessageBuilder message in batch.Skip(1).SkipLast(1))
                _trace($"{NetlinkTrace.Describe(message)}: {NetlinkTrace.Describe(result)}");
        }
        return result;
    }

    /// <param name="begin">The number of the batch's begin: an error about it is one about the whole batch, after which comes no other.</param>
    /// <param name="acknowledged">The number of the message that is answered last.</param>
    private NetlinkResult ReceiveResult(uint begin, uint acknowledged)
    {
        NetlinkResult worst = default;
        try
        {
            while (true)
            {
                ReadOnlySpan<byte> datagram = Receive();
                while (NetlinkMessage.TryTake(ref datagram, out NetlinkMessage message))
                {
                    uint sequence = message.Header.Sequence;
                    if (message.Header.Type != NetlinkMessageType.Error || sequence < begin || sequence > acknowledged)
                        continue;
                    NetlinkResult result = message.ReadResult();
                    worst = worst.IsSuccess ? result : worst;
                    if (sequence == acknowledged || (sequence == begin && !result.IsSuccess))
                        return worst;
                }
            }
        }
        catch (InvalidDataException exception)
        {
            return new NetlinkResult(ErrorNumbers.BadMessage, exception.Message);
        }
    }

    private NetlinkResult Exchange<T>(NetlinkMessageBuilder request, NetlinkParser<T>? parser, List<T>? results, out bool isInterrupted) where T : class
    {
        NetlinkResult result = TryExchange(request, parser, results, out isInterrupted);
        _trace?.Invoke($"{NetlinkTrace.Describe(request)}: {NetlinkTrace.Describe(result)}");
        return result;
    }

    private NetlinkResult TryExchange<T>(NetlinkMessageBuilder request, NetlinkParser<T>? parser, List<T>? results, out bool isInterrupted) where T : class
    {
        isInterrupted = false;
        uint sequence = ++_sequence;
        Send(request.Finish(sequence));
        try
        {
            while (true)
            {
                ReadOnlySpan<byte> datagram = Receive();
                while (NetlinkMessage.TryTake(ref datagram, out NetlinkMessage message))
                {
                    // What is left of an exchange that failed halfway is not ours.
                    if (message.Header.Sequence != sequence || message.Header.Type == NetlinkMessageType.Noop)
                        continue;
                    isInterrupted |= request.IsDump && (message.Header.Flags & NetlinkFlags.DumpInterrupted) != 0;
                    if (message.Header.Type is NetlinkMessageType.Error or NetlinkMessageType.Done)
                        return message.ReadResult();
                    if (message.Header.Type == NetlinkMessageType.Overrun)
                        return new NetlinkResult(ErrorNumbers.NoBuffers, null);
                    if (parser?.Invoke(message) is T result)
                        results?.Add(result);
                    if (parser is not null && (message.Header.Flags & NetlinkFlags.Multi) == 0)
                        return default;
                }
            }
        }
        catch (InvalidDataException exception)
        {
            return new NetlinkResult(ErrorNumbers.BadMessage, exception.Message);
        }
    }

    private void Send(ReadOnlySpan<byte> message)
    {
        nint sent;
        do
        {
            fixed (byte* bytes = message)
                sent = SocketCalls.Send(_socket, bytes, (nuint)message.Length, 0);
        }
        while (sent < 0 && Marshal.GetLastPInvokeError() == ErrorNumbers.Interrupted);
        if (sent < 0)
            throw LinuxException.FromLastCall("send", "a netlink request");
    }

    /// <summary>The next datagram from the kernel, whole: its size is asked first, since what does not fit would be lost.</summary>
    private ReadOnlySpan<byte> Receive()
    {
        while (true)
        {
            int size = Receive(SocketCalls.MessagePeek | SocketCalls.MessageTruncate, out _);
            if (size > _buffer.Length)
                _buffer = new byte[size];
            size = Receive(0, out uint sender);
            // Another process may write to this socket too; the kernel is port 0.
            if (sender == 0)
                return _buffer.AsSpan(0, size);
        }
    }

    private int Receive(int flags, out uint sender)
    {
        NetlinkAddress address = default;
        nint size;
        do
        {
            uint addressSize = (uint)Unsafe.SizeOf<NetlinkAddress>();
            fixed (byte* bytes = _buffer)
                size = SocketCalls.Receive(_socket, bytes, (nuint)_buffer.Length, flags, ref address, ref addressSize);
        }
        while (size < 0 && Marshal.GetLastPInvokeError() == ErrorNumbers.Interrupted);
        sender = address.PortId;
        return size < 0 ? throw LinuxException.FromLastCall("receive", "a netlink reply") : (int)size;
    }
}
