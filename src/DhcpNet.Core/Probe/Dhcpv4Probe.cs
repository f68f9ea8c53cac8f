using System.Security.Cryptography;
using DhcpNet.Dnsmasq;
using DhcpNet.Packets;

namespace DhcpNet.Probe;

/// <summary>
/// Asks for an address in a client's name (DHCPDISCOVER), and looks at what is offered. Nothing is taken: that would be the next message, and no
/// server keeps an offer as a lease.
/// </summary>
internal sealed class Dhcpv4Probe(ProbePlan plan, TimeSpan timeout)
{
    private const string Discover = "DISCOVER";

    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    // What is compared, and what dnsmasq would else put elsewhere or leave out.
    private static readonly byte[] Requested =
    [
        Dhcpv4OptionCode.SubnetMask, Dhcpv4OptionCode.Router, Dhcpv4OptionCode.DnsServer, Dhcpv4OptionCode.HostName, Dhcpv4OptionCode.DomainName,
        Dhcpv4OptionCode.Mtu, Dhcpv4OptionCode.RenewalTime, Dhcpv4OptionCode.RebindingTime, Dhcpv4OptionCode.ClasslessRoutes, Dhcpv4OptionCode.MicrosoftRoutes,
    ];

    /// <summary>Asks on all IPv4 subnets.</summary>
    public async Task<IReadOnlyList<NetworkDhcpCheck>> RunAsync(ProbeNamespace space, ProbeDevice device, CancellationToken cancellationToken)
    {
        List<NetworkDhcpCheck> checks = [];
        Dictionary<uint, HostEntry> clients = [];
        foreach (Subnet subnet in plan.SubnetsOf(4))
        {
            IReadOnlyList<HostEntry> found = plan.ClientsOn(subnet);
            if (found.Count == 0)
                checks.Add(ProbeChecks.NoReservation(NetworkDhcpProtocol.DHCPv4, subnet, Discover));
            foreach (HostEntry client in found)
                clients.Add(NewId(), client);
        }
        if (clients.Count == 0)
            return checks;

        using Dhcpv4Channel channel = new(space, device);
        ProbeExchange<Dhcpv4Reply> exchange = new(channel, timeout, Grace);
        IReadOnlyList<ProbeAnswer<Dhcpv4Reply>> answers = await exchange.AskAsync([.. clients.Select(c => Ask(device, c.Key, c.Value))], cancellationToken).ConfigureAwait(false);
        foreach ((uint id, HostEntry client) in clients)
        {
            ProbeAnswer<Dhcpv4Reply>[] own = [.. answers.Where(a => a.Received.QuestionId == id)];
            checks.AddRange(own.Select(a => Judge(client, a)));
            checks.AddRange(plan.ServersOn(client.Subnet!)
                .Where(s => !own.Any(a => s.Has(a.Received.Message.Server)))
                .Select(s => ProbeChecks.Unanswered(NetworkDhcpProtocol.DHCPv4, client, Discover, s, timeout)));
        }
        return checks;
    }

    private static uint NewId() => BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));

    private ProbeQuestion Ask(ProbeDevice device, uint id, HostEntry client)
    {
        List<Dhcpv4Option> options = [new(Dhcpv4OptionCode.MessageType, new[] { (byte)Dhcpv4MessageType.Discover })];
        if (client.Port.ExtraDhcpOpts.FirstOrDefault(HostEntries.IsClientId)?.OptValue is { Length: > 0 } clientId)
            options.Add(new Dhcpv4Option(Dhcpv4OptionCode.ClientId, ClientIdText.Parse(clientId)));
        IEnumerable<byte> requested = Requested.Concat(new ExpectedOptions(OptionDefinitions.Dhcpv4, 4).Add(client.Port.ExtraDhcpOpts).Codes.Where(c => c < Dhcpv4OptionCode.End).Select(c => (byte)c));
        options.Add(new Dhcpv4Option(Dhcpv4OptionCode.ParameterRequestList, requested.Distinct().ToArray()));
        Dhcpv4Message message = new()
        {
            IsReply = false,
            TransactionId = id,
            ClientMac = client.Port.MacAddress,
            // Else the answer would go to the client, at its MAC address.
            WantsBroadcast = true,
            Options = options,
        };
        return new ProbeQuestion(id, Dhcpv4Channel.Frame(device, message), Destination: null, Math.Max(1, plan.ServersOn(client.Subnet!).Count));
    }

    private NetworkDhcpCheck Judge(HostEntry asked, ProbeAnswer<Dhcpv4Reply> answer)
    {
        Dhcpv4Reply reply = answer.Received.Message;
        Dhcpv4Message offer = reply.Message;
        // A client with addresses on several subnets may be offered any of them.
        HostEntry client = plan.EntryOf(asked.Port, offer.YourAddress) ?? asked;
        ProbeServer? server = plan.Servers.FirstOrDefault(s => s.Has(reply.Server));
        List<NetworkDhcpMismatch> mismatches = [];
        if (server is null)
            mismatches.Add(new NetworkDhcpMismatch("server", ProbeChecks.Names(plan.ServersOn(client.Subnet!), client.Subnet!), reply.Server.ToString()));
        if (!offer.YourAddress.Equals(client.FixedIp.IpAddress))
            mismatches.Add(new NetworkDhcpMismatch("address", client.FixedIp.ToString(), offer.YourAddress.ToString()));
        if (!reply.Frame.HasRightChecksum)
            mismatches.Add(new NetworkDhcpMismatch("UDP checksum", "right", "wrong"));
        mismatches.AddRange(Dhcpv4Expectation.Of(client, server ?? plan.Servers[0]).Compare(code => offer.Find((byte)code)));
        return new NetworkDhcpCheck
        {
            Protocol = NetworkDhcpProtocol.DHCPv4,
            Subnet = client.Subnet,
            Reservation = client.Port,
            Question = Discover,
            Server = reply.Server,
            Answer = offer.YourAddress.ToString(),
            RoundTripTime = answer.RoundTripTime,
            Mismatches = mismatches,
            Result = mismatches.Count == 0 ? NetworkDhcpTestResult.Passed : NetworkDhcpTestResult.Failed,
        };
    }
}
