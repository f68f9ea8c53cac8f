using System.Buffers;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DhcpNet.Ovsdb;

/// <summary>
/// One connection: requests out, replies matched to them by id, notifications handed on. It never comes back: once it failed,
/// its owner makes another.
/// </summary>
internal sealed class OvsdbConnection : IAsyncDisposable
{
    /// <summary>Replies to the server's echoes that may wait for it to read; a server that sends on without reading is cut off.</summary>
    private const int MaxPendingEchoes = 16;

    private const int MaxTraceChars = 4000;

    // OVSDB is read by nobody's browser: '<' and 'ü' may stay what they are.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly OvsdbEndpoint _endpoint;
    private readonly OvsdbClientOptions _options;
    private readonly Action<string, JsonElement> _onNotification;
    private readonly NetworkStream _stream;
    private readonly MessageBuffer _buffer;
    private readonly ConcurrentDictionary<long, PendingRequest> _pending = new();
    private readonly SemaphoreSlim _sendTurn = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object _failing = new();
    private OvsdbException? _failure;
    private Task _work = Task.CompletedTask;
    private long _lastId;
    private long _lastReceived = Environment.TickCount64;
    private int _pendingEchoes;

    private OvsdbConnection(OvsdbEndpoint endpoint, OvsdbClientOptions options, Socket socket, Action<string, JsonElement> onNotification)
    {
        _endpoint = endpoint;
        _options = options;
        _onNotification = onNotification;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _buffer = new MessageBuffer(options.MaxMessageBytes);
    }

    /// <summary>Whether requests can be sent.</summary>
    public bool IsOpen => Volatile.Read(ref _failure) is null;

    /// <summary>Completes when the connection has failed or was disposed of.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Connects; the caller's token limits how long it takes.</summary>
    /// <param name="endpoint">Where to.</param>
    /// <param name="options">Limits.</param>
    /// <param name="onNotification">Called in the order of arrival with the method and parameters of each notification; must be quick.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<OvsdbConnection> OpenAsync(
        OvsdbEndpoint endpoint, OvsdbClientOptions options, Action<string, JsonElement> onNotification, CancellationToken cancellationToken)
    {
        Socket socket = endpoint.CreateSocket();
        try
        {
            await socket.ConnectAsync(endpoint.ToEndPoint(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            socket.Dispose();
            if (error is SocketException socketError)
                throw OvsdbErrors.FromSocket(endpoint, socketError);
            throw;
        }
        OvsdbConnection connection = new(endpoint, options, socket, onNotification);
        connection._work = Task.WhenAll(connection.ReceiveAsync(), connection.KeepAliveAsync());
        return connection;
    }

    /// <summary>Sends a request and waits for its reply.</summary>
    /// <param name="method">The method.</param>
    /// <param name="writeParams">Writes the elements of the array of parameters.</param>
    /// <param name="onResult">Called with the result before any later message is looked at.</param>
    /// <param name="cancellationToken">Gives up; the server is told so if it may still be working on it.</param>
    /// <exception cref="OvsdbConnectionException">The connection was lost, or no reply came in time.</exception>
    /// <exception cref="OvsdbException">The reply is an error.</exception>
    public async Task<JsonElement> RequestAsync(
        string method, Action<Utf8JsonWriter> writeParams, Action<JsonElement>? onResult, CancellationToken cancellationToken)
    {
        long id = Interlocked.Increment(ref _lastId);
        PendingRequest request = new(onResult);
        _pending[id] = request;
        try
        {
            // After registering: if the connection fails meanwhile, either this sees it or the failure sees the request.
            if (Volatile.Read(ref _failure) is OvsdbException failure)
                throw Copy(failure);
            await SendAsync(Write(writer =>
            {
                writer.WriteString("method", method);
                WriteParams(writer, writeParams);
                writer.WriteNumber("id", id);
            }), cancellationToken).ConfigureAwait(false);
            return await request.Reply.Task.WaitAsync(_options.RequestTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException error)
        {
            Cancel(id, method);
            string what = $"no answer to '{method}' within {_options.RequestTimeout.TotalSeconds:0.###} s";
            throw OvsdbErrors.Connection(_endpoint, OvsdbErrors.TimedOut, what, error);
        }
        catch (OperationCanceledException)
        {
            Cancel(id, method);
            throw;
        }
        finally
        {
            _pending.TryRemove(id, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Fail(OvsdbErrors.Connection(_endpoint, "closed", "the client was disposed of"));
        // The semaphore and the token source hold nothing that needs disposing, and those still waiting for them need them whole.
        await _work.ConfigureAwait(false);
    }

    // Exceptions are thrown once per waiter: a shared one would collect the stack traces of all.
    private static OvsdbConnectionException Copy(OvsdbException error) => new(error.Message, error)
    {
        Endpoint = error.Endpoint,
        Error = error.Error,
        Details = error.Details,
        Reason = (error as OvsdbConnectionException)?.Reason ?? error.Error,
    };

    private static byte[] Write(Action<Utf8JsonWriter> writeMembers)
    {
        ArrayBufferWriter<byte> bytes = new(1024);
        using Utf8JsonWriter writer = new(bytes, WriterOptions);
        writer.WriteStartObject();
        writeMembers(writer);
        writer.WriteEndObject();
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    private static void WriteParams(Utf8JsonWriter writer, Action<Utf8JsonWriter> writeParams)
    {
        writer.WriteStartArray("params");
        writeParams(writer);
        writer.WriteEndArray();
    }

    private async Task SendAsync(byte[] message, CancellationToken cancellationToken)
    {
        await _sendTurn.WaitAsync(cancellationToken).ConfigureAwait(false);
        // From here on half a message may be out, after which nothing else could be understood: the caller may stop waiting, the writing goes on.
        await WriteThenReleaseAsync(message).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteThenReleaseAsync(byte[] message)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        timeout.CancelAfter(_options.RequestTimeout);
        try
        {
            Trace('>', message);
            await _stream.WriteAsync(message, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            OvsdbException failure = error is OperationCanceledException
                ? OvsdbErrors.Connection(_endpoint, OvsdbErrors.TimedOut, $"the server took nothing for {_options.RequestTimeout.TotalSeconds:0.###} s", error)
                : Lost(error);
            Fail(failure);
            throw Copy(_failure!);
        }
        finally
        {
            _sendTurn.Release();
        }
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                int count = await _stream.ReadAsync(_buffer.GetFreeSpace(), _closing.Token).ConfigureAwait(false);
                if (count == 0)
                {
                    Fail(Lost(null));
                    return;
                }
                Volatile.Write(ref _lastReceived, Environment.TickCount64);
                _buffer.Advance(count);
                while (_buffer.TryTake(out ReadOnlyMemory<byte> message))
                    Dispatch(message.Span);
            }
        }
        catch (JsonException error)
        {
            Fail(OvsdbErrors.Connection(_endpoint, "not an OVSDB server", $"it sent {error.Message}", error));
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or FormatException or InvalidOperationException or OutOfMemoryException)
        {
            Fail(Lost(error));
        }
    }

    private void Dispatch(ReadOnlySpan<byte> bytes)
    {
        Trace('<', bytes);
        JsonElement message = Parse(bytes);
        if (message.TryGetProperty("method", out JsonElement method) && method.ValueKind == JsonValueKind.String)
            DispatchCall(method.GetString()!, message);
        else if (message.TryGetProperty("id", out JsonElement id) && id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out long number)
            && _pending.TryRemove(number, out PendingRequest? request))
            Complete(request, message);
    }

    private static JsonElement Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Utf8JsonReader reader = new(bytes, new JsonReaderOptions { MaxDepth = MessageBuffer.MaxDepth });
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException error)
        {
            throw new JsonException($"something that is not JSON ({error.Message.TrimEnd('.')})", error);
        }
    }

    private void DispatchCall(string method, JsonElement message)
    {
        if (!message.TryGetProperty("params", out JsonElement parameters) || parameters.ValueKind != JsonValueKind.Array)
            return;
        if (method == "echo" && message.TryGetProperty("id", out JsonElement id))
            AnswerEcho(id, parameters);
        else
            _onNotification(method, parameters);
    }

    private void Complete(PendingRequest request, JsonElement message)
    {
        if (message.TryGetProperty("error", out JsonElement error) && error.ValueKind != JsonValueKind.Null)
        {
            request.Reply.TrySetException(OvsdbErrors.FromServer(_endpoint, error));
            return;
        }
        try
        {
            JsonElement result = message.TryGetProperty("result", out JsonElement found) ? found : default;
            request.OnResult?.Invoke(result);
            request.Reply.TrySetResult(result);
        }
        catch (Exception broken) when (broken is FormatException or InvalidOperationException or KeyNotFoundException)
        {
            request.Reply.TrySetException(OvsdbErrors.Protocol(_endpoint, $"an answer that cannot be understood: {broken.Message}"));
        }
    }

    // Not awaited by the receiver: if both sides only wrote, neither would ever read.
    private void AnswerEcho(JsonElement id, JsonElement parameters)
    {
        if (Interlocked.Increment(ref _pendingEchoes) > MaxPendingEchoes)
            throw new JsonException("echo requests without reading the answers");
        _ = SendQuietlyAsync(Write(writer =>
        {
            writer.WritePropertyName("id");
            id.WriteTo(writer);
            writer.WritePropertyName("result");
            parameters.WriteTo(writer);
            writer.WriteNull("error");
        }), () => Interlocked.Decrement(ref _pendingEchoes));
    }

    // A transaction may be waiting in the server: without this it could still be committed later (RFC 7047, section 4.1.4).
    private void Cancel(long id, string method)
    {
        if (method != "transact" || !IsOpen)
            return;
        _ = SendQuietlyAsync(Write(writer =>
        {
            writer.WriteString("method", "cancel");
            WriteParams(writer, w => w.WriteNumberValue(id));
            writer.WriteNull("id");
        }), null);
    }

    private async Task SendQuietlyAsync(byte[] message, Action? afterwards)
    {
        try
        {
            await SendAsync(message, _closing.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OvsdbException or OperationCanceledException or ObjectDisposedException)
        {
            // Whoever waits for something on this connection learns of its failure.
        }
        afterwards?.Invoke();
    }

    private async Task KeepAliveAsync()
    {
        if (_options.KeepAliveInterval == Timeout.InfiniteTimeSpan)
            return;
        try
        {
            while (true)
            {
                TimeSpan rest = _options.KeepAliveInterval - GetSilence();
                if (rest > TimeSpan.Zero)
                    await Task.Delay(rest, _closing.Token).ConfigureAwait(false);
                else
                    await EchoAsync().WaitAsync(_options.KeepAliveInterval, _closing.Token).ConfigureAwait(false);
            }
        }
        catch (TimeoutException error)
        {
            Fail(OvsdbErrors.Connection(_endpoint, OvsdbErrors.TimedOut, $"no sign of life for {2 * _options.KeepAliveInterval.TotalSeconds:0.###} s", error));
        }
        catch (Exception error) when (error is OvsdbException or OperationCanceledException)
        {
            if (error is OvsdbException failure)
                Fail(failure);
        }
    }

    private TimeSpan GetSilence() => TimeSpan.FromMilliseconds(Environment.TickCount64 - Volatile.Read(ref _lastReceived));

    private Task<JsonElement> EchoAsync() => RequestAsync("echo", static _ => { }, null, _closing.Token);

    private OvsdbConnectionException Lost(Exception? error)
        => OvsdbErrors.Connection(_endpoint, OvsdbErrors.ConnectionLost, error is null ? "the server closed it" : $"it broke ({error.Message})", error);

    private void Fail(OvsdbException failure)
    {
        lock (_failing)
        {
            if (_failure is not null)
                return;
            Volatile.Write(ref _failure, failure);
        }
        _closing.Cancel();
        _stream.Dispose();
        foreach (PendingRequest request in _pending.Values)
            request.Reply.TrySetException(Copy(failure));
        _closed.TrySetResult();
    }

    private void Trace(char direction, ReadOnlySpan<byte> message)
    {
        if (_options.Trace is not Action<string> trace)
            return;
        bool isLong = message.Length > MaxTraceChars;
        string text = Encoding.UTF8.GetString(isLong ? message[..MaxTraceChars] : message).ReplaceLineEndings(" ");
        trace($"{direction} {text}{(isLong ? $"… ({message.Length} bytes)" : "")}");
    }

    private sealed class PendingRequest(Action<JsonElement>? onResult)
    {
        public TaskCompletionSource<JsonElement> Reply { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Action<JsonElement>? OnResult { get; } = onResult;
    }
}
