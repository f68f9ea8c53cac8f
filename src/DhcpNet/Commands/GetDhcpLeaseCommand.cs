using System.Management.Automation;
using DhcpNet.Completion;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Lists the leases that networks' dnsmasqs keep, and whose they are.</summary>
[Cmdlet(VerbsCommon.Get, "DhcpLease")]
[OutputType(typeof(DhcpLease))]
public sealed class GetDhcpLeaseCommand : NetworkFilterCommand
{
    /// <summary>Addresses; wildcards are allowed.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(LeaseCompleter))]
    [SupportsWildcards]
    public string[]? IPAddress { get; set; }

    /// <summary>MAC addresses, of the client or of the reservation that the lease belongs to; wildcards are allowed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ReservationCompleter))]
    [SupportsWildcards]
    public string[]? MacAddress { get; set; }

    /// <summary>Host names; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? HostName { get; set; }

    /// <summary>How it is to stand with the leases.</summary>
    [Parameter]
    public DhcpLeaseState[]? State { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Try(Network?.FirstOrDefault(), async (log, token) =>
        {
            IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
            LeaseStep leases = new(plugin, Session.Configuration);
            WildcardPattern[]? addresses = Patterns(IPAddress);
            WildcardPattern[]? macs = Patterns(MacAddress?.Select(m => m.Replace('-', ':')));
            WildcardPattern[]? names = Patterns(HostName);
            foreach (Network network in await plugin.NetworksAsync(Network, log, token).ConfigureAwait(false))
            {
                foreach (DhcpLease lease in await leases.GetAsync(network, token).ConfigureAwait(false))
                {
                    if (Match(addresses, lease.Address)
                        && (Match(macs, lease.MacAddress) || Match(macs, lease.Reservation?.MacAddress))
                        && Match(names, lease.HostName)
                        && State?.Contains(lease.State) != false)
                        log.Output(lease);
                }
            }
        });
    }

    private static WildcardPattern[]? Patterns(IEnumerable<string>? texts) => texts?.Select(t => WildcardPattern.Get(t, WildcardOptions.IgnoreCase)).ToArray();

    private static bool Match(WildcardPattern[]? patterns, object? value) => patterns is null || patterns.Any(p => p.IsMatch(value?.ToString() ?? ""));
}
