using System.Globalization;
using DhcpNet.Dnsmasq;

namespace DhcpNet.Probe;

/// <summary>Checks that have no answer to tell of.</summary>
internal static class ProbeChecks
{
    /// <summary>There is no client in whose name to ask.</summary>
    public static NetworkDhcpCheck NoReservation(NetworkDhcpProtocol protocol, Subnet subnet, string question) => new()
    {
        Protocol = protocol,
        Subnet = subnet,
        Question = question,
        Result = NetworkDhcpTestResult.Inconclusive,
        Problem = $"no reservation on {subnet.Cidr} to test with",
    };

    /// <summary>A server did not answer.</summary>
    public static NetworkDhcpCheck Unanswered(NetworkDhcpProtocol protocol, HostEntry client, string question, ProbeServer server, TimeSpan timeout) => new()
    {
        Protocol = protocol,
        Subnet = client.Subnet,
        Reservation = client.Port,
        Question = question,
        Server = server.AddressOn(client.Subnet!),
        Result = NetworkDhcpTestResult.Failed,
        Problem = NoAnswer(timeout),
    };

    /// <summary>The words for that.</summary>
    public static string NoAnswer(TimeSpan timeout) => string.Create(CultureInfo.InvariantCulture, $"no answer within {timeout.TotalSeconds:0.###} s");

    /// <summary>The addresses of servers on a subnet.</summary>
    public static string Names(IReadOnlyList<ProbeServer> servers, Subnet subnet) =>
        servers.Count > 0 ? string.Join(" or ", servers.Select(s => s.AddressOn(subnet))) : "none";
}
