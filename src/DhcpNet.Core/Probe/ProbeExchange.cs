using System.Diagnostics;
using System.Net.Sockets;

namespace DhcpNet.Probe;

/// <summary>Asks questions over one channel, again where an answer does not come, and gathers the answers of all servers.</summary>
/// <param name="channel">The channel.</param>
/// <param name="timeout">How long to wait for answers.</param>
/// <param name="grace">How long to go on listening when all that are expected have come: for servers that nobody knows of.</param>
internal sealed class ProbeExchange<T>(IProbeChannel<T> channel, TimeSpan timeout, TimeSpan grace)
{
    // Clients wait longer (RFC 2131: 4 s, doubled each time), but a person waits for this one.
    private static readonly TimeSpan FirstRepetition = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SendRetry = TimeSpan.FromMilliseconds(20);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Dictionary<uint, TimeSpan> _asked = [];
    private readonly List<ProbeAnswer<T>> _answers = [];
    private Dictionary<uint, ProbeQuestion> _questions = [];

    private bool IsComplete => _questions.Values.All(HasAllAnswers);

    /// <summary>Asks; used once.</summary>
    /// <returns>The answers, as they came. What was not answered has none.</returns>
    public async Task<IReadOnlyList<ProbeAnswer<T>>> AskAsync(IReadOnlyList<ProbeQuestion> questions, CancellationToken cancellationToken)
    {
        _questions = questions.ToDictionary(q => q.Id);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<ProbeMessage<T>> receive = channel.ReceiveAsync(stop.Token);
        try
        {
            TimeSpan end = timeout;
            TimeSpan repetition = FirstRepetition;
            TimeSpan next = TimeSpan.Zero;
            bool wasComplete = false;
            while (_clock.Elapsed < end)
            {
                if (!wasComplete && _clock.Elapsed >= next)
                {
                    bool sent = await TrySendAsync(stop.Token).ConfigureAwait(false);
                    next = _clock.Elapsed + (sent ? repetition : SendRetry);
                    if (sent)
                        repetition *= 2;
                }
                TimeSpan wait = (!wasComplete && next < end ? next : end) - _clock.Elapsed;
                if (wait > TimeSpan.Zero && await Task.WhenAny(receive, Task.Delay(wait, stop.Token)).ConfigureAwait(false) != receive)
                {
                    stop.Token.ThrowIfCancellationRequested();
                    continue;
                }
                if (!receive.IsCompleted)
                    continue;
                Take(await receive.ConfigureAwait(false));
                receive = channel.ReceiveAsync(stop.Token);
                if (!wasComplete && IsComplete)
                {
                    wasComplete = true;
                    end = Min(end, _clock.Elapsed + grace);
                }
            }
            return _answers;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)receive).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private bool HasAllAnswers(ProbeQuestion question) => _answers.Count(a => a.Received.QuestionId == question.Id) >= question.Servers;

    /// <returns>False where the device cannot send yet: it has been set up only now.</returns>
    private async Task<bool> TrySendAsync(CancellationToken cancellationToken)
    {
        foreach (ProbeQuestion question in _questions.Values.Where(q => !HasAllAnswers(q)))
        {
            _asked[question.Id] = _clock.Elapsed;
            try
            {
                await channel.SendAsync(question, cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.NetworkDown or SocketError.AddressNotAvailable)
            {
                return false;
            }
        }
        return true;
    }

    private void Take(ProbeMessage<T> message)
    {
        TimeSpan now = _clock.Elapsed;
        if (_asked.TryGetValue(message.QuestionId, out TimeSpan asked)
            && !_answers.Exists(a => a.Received.QuestionId == message.QuestionId && a.Received.Server == message.Server))
            _answers.Add(new ProbeAnswer<T>(message, now - asked));
    }
}
