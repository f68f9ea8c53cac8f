using System.Management.Automation;
using System.Net;
using DhcpNet.Completion;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Lists the leases that networks' dnsmasqs keep, and whose they are.</summary>
[Cmdlet(VerbsCommon.Get, "DhcpLease")]
[OutputType(typeof(DhcpLease))]
public sealed class GetDhcpLeaseCommand : NamedFilterCommand
{
    private NameFilter? _addresses;
    private NameFilter? _macs;
    private NameFilter? _names;

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
    [ArgumentCompleter(typeof(LeaseCompleter))]
    [SupportsWildcards]
    public string[]? HostName { get; set; }

    /// <summary>How it is to stand with the leases.</summary>
    [Parameter]
    public DhcpLeaseState[]? State { get; set; }

    /// <inheritdoc/>
    private protected override IEnumerable<NameFilter> Filters => [Addresses, Macs, Names];

    private NameFilter Addresses => _addresses ??= NameFilter.Of<IPAddress>(IPAddress);

    private NameFilter Macs => _macs ??= NameFilter.OfMacAddresses(MacAddress);

    private NameFilter Names => _names ??= NameFilter.Of(HostName);

    /// <inheritdoc/>
    private protected override async Task ListAsync(Network network, IDhcpPlugin plugin, PipelineLog log, CancellationToken cancellationToken)
    {
        foreach (DhcpLease lease in await new LeaseStep(plugin, Session.Configuration).GetAsync(network, cancellationToken).ConfigureAwait(false))
        {
            // Each filter is to see them all: one that another leaves out is there.
            if (Addresses.Includes($"{lease.Address}") & Macs.Includes($"{lease.MacAddress}", $"{lease.Reservation?.MacAddress}") & Names.Includes(lease.HostName)
                && State?.Contains(lease.State) != false)
                log.Output(lease);
        }
    }

    /// <inheritdoc/>
    private protected override DhcpNetException NotThere(string name, string where) => NotFound.Lease(name, where);
}
