using System.Net.Sockets;
using DhcpNet.Dnsmasq;
using DhcpNet.Packets;

namespace DhcpNet.Probe;

/// <summary>Asks each of a network's servers for clients' names and addresses; where there is no client, for its version, which any answer will do for.</summary>
internal sealed class DnsProbe(ProbePlan plan, TimeSpan timeout)
{
    private static readonly DnsQuestion Version = new("version.bind", DnsRecordType.Txt, DnsQuestion.Chaos);

    /// <summary>Asks.</summary>
    public async Task<IReadOnlyList<NetworkDhcpCheck>> RunAsync(ProbeNamespace space, ProbeDevice device, CancellationToken cancellationToken)
    {
        using DnsChannel channel = new(space, device);
        Dictionary<uint, DnsTarget> targets = [];
        foreach (DnsTarget target in plan.Servers.SelectMany(Targets))
            targets.Add((uint)targets.Count + 1, target);
        ProbeQuestion[] questions = [.. targets.Select(t => Ask(channel, t.Key, t.Value))];

        ProbeExchange<DnsMessage> exchange = new(channel, timeout, grace: TimeSpan.Zero);
        IReadOnlyList<ProbeAnswer<DnsMessage>> answers = await exchange.AskAsync(questions, cancellationToken).ConfigureAwait(false);
        return [.. targets.Select(t => Judge(t.Value, answers.FirstOrDefault(a => a.Received.QuestionId == t.Key)))];
    }

    private static ProbeQuestion Ask(DnsChannel channel, uint id, DnsTarget target)
    {
        DnsMessage query = new() { Id = (ushort)id, Question = target.Question };
        return new ProbeQuestion(id, query.FormatQuery(), channel.EndPointOf(target.Server.LinkLocal), Servers: 1);
    }

    private IEnumerable<DnsTarget> Targets(ProbeServer server)
    {
        IReadOnlyList<HostEntry> named = plan.Named();
        if (named.Count == 0)
            return [new DnsTarget(server, Entry: null, Version)];
        return named.SelectMany(entry => new DnsTarget[]
        {
            new(server, entry, new DnsQuestion(OptionText.OfName(entry.Fqdn), IsIPv4(entry) ? DnsRecordType.A : DnsRecordType.Aaaa)),
            new(server, entry, new DnsQuestion(DnsName.Reverse(entry.FixedIp.IpAddress), DnsRecordType.Ptr)),
        });
    }

    private NetworkDhcpCheck Judge(DnsTarget target, ProbeAnswer<DnsMessage>? answer)
    {
        NetworkDhcpCheck check = new()
        {
            Protocol = NetworkDhcpProtocol.DNS,
            Subnet = target.Entry?.Subnet,
            Reservation = target.Entry?.Port,
            Question = target.Name,
            Server = target.Server.Port.FixedIps.Select(ip => ip.IpAddress).FirstOrDefault() ?? target.Server.LinkLocal,
            RoundTripTime = answer?.RoundTripTime,
            Result = NetworkDhcpTestResult.Failed,
        };
        if (answer is null)
            return check with { Problem = ProbeChecks.NoAnswer(timeout) };
        DnsMessage message = answer.Received.Message;
        string[] values = [.. message.Answers.Where(r => r.Type == target.Question.Type).Select(r => r.Value)];
        string told = values.Length > 0 ? string.Join(", ", values) : message.ResponseName;
        // Of many addresses, a datagram holds some.
        bool isPart = message.IsTruncated && values.Length > 0;
        NetworkDhcpMismatch[] mismatches = target.Entry is not HostEntry entry || isPart || values.Contains(Expected(entry, target.Question.Type), StringComparer.OrdinalIgnoreCase)
            ? []
            : [new NetworkDhcpMismatch(target.Name, Expected(entry, target.Question.Type), told)];
        return check with
        {
            Answer = told,
            Mismatches = mismatches,
            Result = mismatches.Length == 0 ? NetworkDhcpTestResult.Passed : NetworkDhcpTestResult.Failed,
        };
    }

    private static string Expected(HostEntry entry, DnsRecordType type) =>
        type == DnsRecordType.Ptr ? OptionText.OfName(entry.Fqdn) : entry.FixedIp.IpAddress.ToString();

    private static bool IsIPv4(HostEntry entry) => entry.FixedIp.IpAddress.AddressFamily == AddressFamily.InterNetwork;
}
