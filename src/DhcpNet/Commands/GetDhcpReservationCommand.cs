using System.Management.Automation;
using System.Net;
using DhcpNet.Completion;
using DhcpNet.Plugins;
using DhcpNet.Session;

namespace DhcpNet.Commands;

/// <summary>Lists reservations.</summary>
[Cmdlet(VerbsCommon.Get, "DhcpReservation")]
[OutputType(typeof(Port))]
public sealed class GetDhcpReservationCommand : NamedFilterCommand
{
    private NameFilter? _macs;
    private NameFilter? _addresses;
    private NameFilter? _names;

    /// <summary>MAC addresses; wildcards are allowed.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(ReservationCompleter))]
    [SupportsWildcards]
    public string[]? MacAddress { get; set; }

    /// <summary>Addresses; wildcards are allowed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ReservationCompleter))]
    [SupportsWildcards]
    public string[]? IPAddress { get; set; }

    /// <summary>Host names; wildcards are allowed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ReservationCompleter))]
    [SupportsWildcards]
    public string[]? HostName { get; set; }

    /// <inheritdoc/>
    private protected override IEnumerable<NameFilter> Filters => [Macs, Addresses, Names];

    private NameFilter Macs => _macs ??= NameFilter.OfMacAddresses(MacAddress);

    private NameFilter Addresses => _addresses ??= NameFilter.Of<IPAddress>(IPAddress);

    private NameFilter Names => _names ??= NameFilter.Of(HostName);

    /// <inheritdoc/>
    private protected override Task ListAsync(Network network, IDhcpPlugin plugin, PipelineLog log, CancellationToken cancellationToken)
    {
        // Each filter is to see them all: one that another leaves out is there.
        foreach (Port port in network.Ports.Where(Lookup.IsReservation)
            .Where(p => Macs.Includes($"{p.MacAddress}") & Addresses.Includes([.. p.FixedIps.Select(ip => $"{ip}")]) & Names.Includes(p.DnsName)))
            log.Output(port with { Network = network });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    private protected override DhcpNetException NotThere(string name, string where) => NotFound.Reservation(name, where);
}
