using System.Management.Automation;
using DhcpNet.Completion;
using DhcpNet.Plugins;
using DhcpNet.Session;

namespace DhcpNet.Commands;

/// <summary>Lists reservations.</summary>
[Cmdlet(VerbsCommon.Get, "DhcpReservation")]
[OutputType(typeof(Port))]
public sealed class GetDhcpReservationCommand : NetworkFilterCommand
{
    /// <summary>MAC addresses; wildcards are allowed.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(ReservationCompleter))]
    [SupportsWildcards]
    public string[]? MacAddress { get; set; }

    /// <summary>Addresses; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? IPAddress { get; set; }

    /// <summary>Host names; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? HostName { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Try(Network?.FirstOrDefault(), async (log, token) =>
        {
            IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
            WildcardPattern[]? macs = Patterns(MacAddress?.Select(m => m.Replace('-', ':')));
            WildcardPattern[]? addresses = Patterns(IPAddress);
            WildcardPattern[]? names = Patterns(HostName);
            foreach (Network network in await plugin.NetworksAsync(Network, log, token).ConfigureAwait(false))
            {
                foreach (Port port in network.Ports.Where(Lookup.IsReservation))
                {
                    if (Match(macs, [port.MacAddress.ToString()]) && Match(addresses, port.FixedIps.Select(ip => ip.ToString())) && Match(names, [port.DnsName ?? ""]))
                        log.Output(port with { Network = network });
                }
            }
        });
    }

    private static WildcardPattern[]? Patterns(IEnumerable<string>? texts) => texts?.Select(t => WildcardPattern.Get(t, WildcardOptions.IgnoreCase)).ToArray();

    private static bool Match(WildcardPattern[]? patterns, IEnumerable<string> values) => patterns is null || values.Any(v => patterns.Any(p => p.IsMatch(v)));
}
