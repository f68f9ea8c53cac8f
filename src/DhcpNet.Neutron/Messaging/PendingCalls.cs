using System.Collections.Concurrent;
using System.Text.Json;

namespace DhcpNet.Neutron.Messaging;

/// <summary>The calls that wait for an answer.</summary>
internal sealed class PendingCalls
{
    private readonly ConcurrentDictionary<string, PendingCall> _calls = new(StringComparer.Ordinal);

    /// <summary>How many there are.</summary>
    public int Count => _calls.Count;

    /// <summary>Begins to wait; disposing of the call ends that.</summary>
    public PendingCall Add(string messageId)
    {
        PendingCall call = new(this, messageId);
        _calls[messageId] = call;
        return call;
    }

    /// <summary>Gives an answer to whoever waits for it; one that nobody waits for, any more, is dropped.</summary>
    /// <returns>Whether somebody did.</returns>
    public bool Answer(RpcReply reply)
    {
        if (!_calls.TryGetValue(reply.MessageId, out PendingCall? call))
            return false;
        call.Take(reply);
        return true;
    }

    /// <summary>A call that waits for its answer.</summary>
    internal sealed class PendingCall(PendingCalls owner, string messageId) : IDisposable
    {
        private readonly TaskCompletionSource<JsonElement> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private RpcReply? _content;

        /// <summary>What the method returned, or raised.</summary>
        public Task<JsonElement> Answer => _answer.Task;

        // Old servers send what there is to say first, and that it was all in a message of its own.
        public void Take(RpcReply reply)
        {
            if (_content is null || reply.Failure is not null || reply.Result.ValueKind != JsonValueKind.Null)
                _content = reply;
            if (!reply.IsEnding)
                return;
            if (_content.Failure is RemoteException failure)
                _answer.TrySetException(failure);
            else
                _answer.TrySetResult(_content.Result);
        }

        public void Dispose()
        {
            owner._calls.TryRemove(messageId, out _);
            // A failure that comes when nobody listens any more is nobody's.
            _ = _answer.Task.Exception;
        }
    }
}
