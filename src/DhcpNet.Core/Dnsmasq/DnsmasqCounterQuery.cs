using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DhcpNet.Linux;
using DhcpNet.Packets;

namespace DhcpNet.Dnsmasq;

/// <summary>Asks a dnsmasq for its counters, which it tells as TXT records of class CHAOS (dnsmasq(8), "cachesize.bind" and following).</summary>
/// <remarks>
/// These are all that it has but for DHCP: messages of DHCP it counts, and tells over D-Bus alone; SIGUSR1 makes it log the same as is asked for here.
/// Each question is itself one that it answers, and counts.
/// </remarks>
internal static class DnsmasqCounterQuery
{
    // The longest answer over UDP (RFC 1035, section 4.2.1), and room to see a longer one.
    private const int MaximumSize = 4096;
    private const string CacheSize = "cachesize.bind";
    private const string Insertions = "insertions.bind";
    private const string Evictions = "evictions.bind";
    private const string Forwarded = "misses.bind";
    private const string Answered = "hits.bind";
    private const string Servers = "servers.bind";
    private static readonly string[] Names = [CacheSize, Insertions, Evictions, Forwarded, Answered, Servers];

    // On the same host: an answer takes less than a millisecond.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Asks, from within the namespace.</summary>
    /// <returns>Null if nobody answers.</returns>
    public static async Task<DnsmasqCounters?> AskAsync(string namespaceName, IPAddress server, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        Dictionary<string, IReadOnlyList<string>> answers = [];
        try
        {
            using Socket socket = NetworkNamespace.Run(namespaceName, () => new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp));
            await socket.ConnectAsync(server, DnsMessage.ServerPort, patience.Token).ConfigureAwait(false);
            byte[] buffer = new byte[MaximumSize];
            foreach (string name in Names)
            {
                await socket.SendAsync(CreateQuestion((ushort)Random.Shared.Next(), name), patience.Token).ConfigureAwait(false);
                int length = await socket.ReceiveAsync(buffer, patience.Token).ConfigureAwait(false);
                if (ReadAnswer(buffer.AsSpan(0, length)) is (string answered, IReadOnlyList<string> texts))
                    answers[answered] = texts;
            }
        }
        catch (Exception exception) when (exception is SocketException or LinuxException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
        return answers.Count == 0 ? null : Read(answers);
    }

    internal static byte[] CreateQuestion(ushort id, string name) =>
        new DnsMessage { Id = id, Question = new DnsQuestion(name, DnsRecordType.Txt, DnsQuestion.Chaos) }.FormatQuery();

    /// <summary>What was asked and the texts of the answer; null where the message is an error's, or none.</summary>
    internal static (string Name, IReadOnlyList<string> Texts)? ReadAnswer(ReadOnlySpan<byte> message)
    {
        try
        {
            return DnsMessage.Parse(message) is { IsResponse: true, ResponseCode: 0, Answers: [{ Type: DnsRecordType.Txt } record, ..] } answer
                ? (answer.Question.Name.ToLowerInvariant(), record.Texts)
                : null;
        }
        catch (PacketException)
        {
            return null;
        }
    }

    internal static DnsmasqCounters Read(IReadOnlyDictionary<string, IReadOnlyList<string>> answers)
    {
        return new DnsmasqCounters
        {
            CacheSize = Number(CacheSize),
            CacheInsertions = Number(Insertions),
            CacheEvictions = Number(Evictions),
            QueriesForwarded = Number(Forwarded),
            QueriesAnswered = Number(Answered),
            Upstreams = [.. (answers.GetValueOrDefault(Servers) ?? []).Select(ReadServer).OfType<UpstreamServer>()],
        };

        long? Number(string name) =>
            answers.GetValueOrDefault(name) is [string text, ..] && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;
    }

    // As: "9.9.9.9#53 12 0".
    private static UpstreamServer? ReadServer(string text) =>
        text.Split(' ') is [string server, string queries, string failed]
            && long.TryParse(queries, NumberStyles.None, CultureInfo.InvariantCulture, out long sent)
            && long.TryParse(failed, NumberStyles.None, CultureInfo.InvariantCulture, out long lost)
            ? new UpstreamServer(server, sent, lost)
            : null;
}
