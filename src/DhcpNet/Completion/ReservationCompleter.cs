using DhcpNet.Plugins;
using DhcpNet.Session;

namespace DhcpNet.Completion;

/// <summary>What reservations are known by, as far as a parameter takes it: MAC addresses, host names, IP addresses.</summary>
public sealed class ReservationCompleter : NetworkPartCompleter
{
    private protected override Task<IEnumerable<(string Value, string ToolTip)>> PartsAsync(DhcpSession session, IDhcpPlugin plugin, Network network, string parameter, CancellationToken cancellationToken)
    {
        return Task.FromResult(network.Ports.Where(Lookup.IsReservation)
            .SelectMany(p => Names(p, parameter).Select(name => (name, $"{network.DisplayName} {p.MacAddress} {string.Join(", ", p.FixedIps)} {p.DnsName}"))));
    }

    private static IEnumerable<string> Names(Port port, string parameter) => parameter switch
    {
        "MacAddress" => [port.MacAddress.ToString()],
        "HostName" => [port.DnsName ?? ""],
        "IPAddress" => port.FixedIps.Select(ip => ip.ToString()),
        _ => [port.MacAddress.ToString(), port.DnsName ?? ""],
    };
}
