using DhcpNet.Session;

namespace DhcpNet.Completion;

/// <summary>MAC addresses of reservations.</summary>
public sealed class ReservationCompleter : DhcpCompleter
{
    private protected override async Task<IReadOnlyList<(string Value, string ToolTip)>> ValuesAsync(DhcpSession session, CancellationToken cancellationToken)
    {
        IReadOnlyList<Network> networks = await (await session.GetPluginAsync(cancellationToken).ConfigureAwait(false)).FindNetworksAsync("*", cancellationToken).ConfigureAwait(false);
        return
        [
            .. networks.SelectMany(n => n.Ports.Where(Lookup.IsReservation).Select(p =>
                (p.MacAddress.ToString(), $"{n.DisplayName} {string.Join(", ", p.FixedIps)} {p.DnsName}"))),
        ];
    }
}
