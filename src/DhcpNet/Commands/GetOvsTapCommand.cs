using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Completion;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Lists the taps of this host's DHCP ports on Open vSwitch bridges, those included whose port is gone.</summary>
[Cmdlet(VerbsCommon.Get, "OvsTap")]
[OutputType(typeof(OvsTap))]
public sealed class GetOvsTapCommand : DhcpCmdlet
{
    /// <summary>Names; wildcards are allowed. A name that holds none must be a tap's.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [TapReference]
    [Alias("TapName")]
    [ArgumentCompleter(typeof(TapCompleter))]
    [SupportsWildcards]
    public TapReference[] Name { get; set; } = [new TapReference("*")];

    /// <summary>The bridge; all bridges unless given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(BridgeCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Bridge { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Try(Bridge, async (log, token) =>
        {
            var names = NameFilter.Of(Name.Select(n => n.Name));
            IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
            OvsTapStep taps = await TapsAsync(token).ConfigureAwait(false);
            var networks = await plugin.FindNetworksAsync("*", token).ConfigureAwait(false);
            var ports = networks.SelectMany(n => n.Ports.Select(p => p with { Network = n })).ToDictionary(p => p.Id);
            foreach (OvsTap tap in await taps.ListAsync(Bridge, token).ConfigureAwait(false))
            {
                Port? port = ports.GetValueOrDefault(tap.PortId);
                if ((port is null || !Lookup.IsReservation(port)) && names.Includes(tap.Name))
                    log.Output(tap with { Port = port });
            }
            foreach (TapReference missing in Name.Where(n => n.IsNamed && names.Missing.Contains(n.Name)))
                log.Error(Errors.ToRecord(NotFound.Tap(missing, Bridge), missing));
        });
    }
}
