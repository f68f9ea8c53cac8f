using System.Net;
using System.Security.Cryptography;
using DhcpNet.Dnsmasq;
using DhcpNet.Packets;
using DhcpNet.Validation;

namespace DhcpNet.Probe;

/// <summary>
/// Asks for an address (SOLICIT), or for options alone where that is what clients do (INFORMATION-REQUEST), in a client's name and by way of a
/// relay, and looks at what is advertised. Nothing is taken: that would be the next message.
/// </summary>
internal sealed class Dhcpv6Probe(ProbePlan plan, TimeSpan timeout)
{
    private const uint IdMask = 0xffffff;

    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);
    private static readonly IPNetwork LinkLocalPrefix = IPNetwork.Parse("fe80::/64");

    /// <summary>Asks on all IPv6 subnets on which there is something to ask.</summary>
    public async Task<IReadOnlyList<NetworkDhcpCheck>> RunAsync(ProbeNamespace space, ProbeDevice device, CancellationToken cancellationToken)
    {
        List<NetworkDhcpCheck> checks = [];
        Dictionary<uint, Dhcpv6Client> clients = [];
        foreach (Subnet subnet in plan.SubnetsOf(6))
        {
            IReadOnlyList<Dhcpv6Client> found = ClientsOn(subnet, device);
            if (found.Count == 0)
                checks.Add(ProbeChecks.NoReservation(NetworkDhcpProtocol.DHCPv6, subnet, "SOLICIT"));
            foreach (Dhcpv6Client client in found)
                clients.Add(NewId(clients), client);
        }
        if (clients.Count == 0)
            return checks;

        using Dhcpv6Channel channel = new(space, device);
        ProbeExchange<Dhcpv6Message> exchange = new(channel, timeout, Grace);
        IReadOnlyList<ProbeAnswer<Dhcpv6Message>> answers = await exchange.AskAsync([.. clients.Select(c => Ask(channel, c.Key, c.Value))], cancellationToken).ConfigureAwait(false);
        foreach ((uint id, Dhcpv6Client client) in clients)
        {
            ProbeAnswer<Dhcpv6Message>[] own = [.. answers.Where(a => a.Received.QuestionId == id)];
            checks.AddRange(own.Select(a => Judge(client, a)));
            checks.AddRange(plan.ServersOn(client.Subnet)
                .Where(s => !own.Any(a => s.Has(a.Received.Source)))
                .Select(s => Check(client) with { Server = s.AddressOn(client.Subnet), Problem = ProbeChecks.NoAnswer(timeout) }));
        }
        return checks;
    }

    private static uint NewId(Dictionary<uint, Dhcpv6Client> taken)
    {
        uint id;
        do
            id = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint))) & IdMask;
        while (taken.ContainsKey(id));
        return id;
    }

    private IReadOnlyList<Dhcpv6Client> ClientsOn(Subnet subnet, ProbeDevice device)
    {
        IReadOnlyList<HostEntry> entries = plan.ClientsOn(subnet);
        if (entries.Count == 0 && subnet.Ipv6AddressMode is Ipv6Mode.Dhcpv6Stateless)
            return [new Dhcpv6Client(subnet, Entry: null, device.Mac, Dhcpv6Identity.Of(device.Mac), IsHolder: false)];
        return
        [
            .. from entry in entries
               let holder = Dhcpv6Identity.Find(plan.Configuration, plan.Network.Id, entry.FixedIp.IpAddress)
               select new Dhcpv6Client(subnet, entry, entry.Port.MacAddress, holder ?? Dhcpv6Identity.Of(entry.Port.MacAddress), holder is not null)
        ];
    }

    private ProbeQuestion Ask(Dhcpv6Channel channel, uint id, Dhcpv6Client client)
    {
        IEnumerable<int> requested = new ExpectedOptions(OptionDefinitions.Dhcpv6, 6).Add(client.Entry?.Port.ExtraDhcpOpts ?? []).Codes;
        PacketWriter codes = new();
        foreach (int code in requested.Append(Dhcpv6OptionCode.DnsServer).Append(Dhcpv6OptionCode.DomainSearch).Distinct())
            codes.AddUInt16(code);
        Dhcpv6Message message = new()
        {
            Type = client.WantsAddress ? Dhcpv6MessageType.Solicit : Dhcpv6MessageType.InformationRequest,
            TransactionId = id,
            Options =
            [
                new Dhcpv6Option(Dhcpv6OptionCode.ClientId, client.Identity.Duid),
                .. client.WantsAddress ? [Dhcpv6IdentityAssociation.Ask(client.Identity.AssociationId)] : (Dhcpv6Option[])[],
                new Dhcpv6Option(Dhcpv6OptionCode.OptionRequest, codes.ToArray()),
                new Dhcpv6Option(Dhcpv6OptionCode.ElapsedTime, new byte[2]),
            ],
        };
        Dhcpv6RelayMessage relayed = new()
        {
            Type = Dhcpv6MessageType.RelayForward,
            LinkAddress = client.Subnet.Cidr.BaseAddress,
            PeerAddress = IPAddressMath.EuiAddress(LinkLocalPrefix, client.Mac),
            Options = [Dhcpv6RelayMessage.ClientMac(client.Mac), Dhcpv6RelayMessage.Carry(message)],
        };
        return new ProbeQuestion(id, relayed.Format(), channel.Servers, Math.Max(1, plan.ServersOn(client.Subnet).Count));
    }

    private NetworkDhcpCheck Judge(Dhcpv6Client client, ProbeAnswer<Dhcpv6Message> answer)
    {
        Dhcpv6Message message = answer.Received.Message;
        ProbeServer? server = plan.Servers.FirstOrDefault(s => s.Has(answer.Received.Source));
        NetworkDhcpCheck check = Check(client) with
        {
            Server = server?.AddressOn(client.Subnet) ?? answer.Received.Source,
            RoundTripTime = answer.RoundTripTime,
        };
        Dhcpv6Address[] addresses = [.. message.Associations.SelectMany(a => a.Addresses)];
        if (client.WantsAddress && addresses.Length == 0 && !client.IsHolder && server is { IsThisHosts: false })
            return check with { Result = NetworkDhcpTestResult.Inconclusive, Problem = "the server offers no address: the lease may be held under an identifier that only the server's host knows" };

        List<NetworkDhcpMismatch> mismatches = [];
        if (server is null)
            mismatches.Add(new NetworkDhcpMismatch("server", ProbeChecks.Names(plan.ServersOn(client.Subnet), client.Subnet), answer.Received.Source.ToString()));
        if (client.WantsAddress)
            mismatches.AddRange(CompareAddresses(client.Entry!, message, addresses));
        string? dns = message.Options.Find(Dhcpv6OptionCode.DnsServer) is ReadOnlyMemory<byte> value ? OptionText.Of(OptionKind.Addresses, value.Span, 6) : null;
        mismatches.AddRange(Dhcpv6Expectation.Of(client, server ?? plan.Servers[0], dns).Compare(code => message.Options.Find((ushort)code)));
        return check with
        {
            Answer = addresses.Length > 0 ? OptionText.Of(addresses.Select(a => a.Address)) : client.WantsAddress ? null : "options",
            Mismatches = mismatches,
            Result = mismatches.Count == 0 ? NetworkDhcpTestResult.Passed : NetworkDhcpTestResult.Failed,
        };
    }

    private IEnumerable<NetworkDhcpMismatch> CompareAddresses(HostEntry entry, Dhcpv6Message message, Dhcpv6Address[] addresses)
    {
        IPAddress[] own = [.. entry.Port.FixedIps.Where(ip => ip.SubnetId == entry.Subnet!.Id).Select(ip => ip.IpAddress)];
        bool isRight = addresses.Length > 0 && addresses.All(a => own.Contains(a.Address));
        if (!isRight)
        {
            Dhcpv6Status? status = message.Associations.Select(a => a.Status).Append(message.Status).FirstOrDefault(s => s is not null && s.Code != Dhcpv6Status.Success);
            string actual = addresses.Length > 0 ? OptionText.Of(addresses.Select(a => a.Address)) : status is null ? "none" : $"none ({Plain(status.Message)})";
            yield return new NetworkDhcpMismatch("address", string.Join(" or ", own.Select(a => a.ToString())), actual);
        }
        string lease = OptionText.Of(plan.Configuration.LeaseDuration);
        foreach (string given in addresses.Select(a => OptionText.OfSeconds(a.ValidSeconds)).Distinct().Where(g => g != lease))
            yield return new NetworkDhcpMismatch("lease-time", lease, given);
    }

    // It is shown on a terminal.
    private static string Plain(string text) => string.Concat(text.Where(c => !char.IsControl(c)));

    private static NetworkDhcpCheck Check(Dhcpv6Client client) => new()
    {
        Protocol = NetworkDhcpProtocol.DHCPv6,
        Subnet = client.Subnet,
        Reservation = client.Entry?.Port,
        Question = client.Question,
        Result = NetworkDhcpTestResult.Failed,
    };
}
