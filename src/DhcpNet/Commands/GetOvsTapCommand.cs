using System.Management.Automation;
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
    /// <summary>Names; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("TapName")]
    [ArgumentCompleter(typeof(TapCompleter))]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

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
            WildcardPattern[] patterns = [.. Name.Select(n => WildcardPattern.Get(n, WildcardOptions.IgnoreCase))];
            IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
            OvsTapStep taps = await TapsAsync(token).ConfigureAwait(false);
            var networks = await plugin.FindNetworksAsync("*", token).ConfigureAwait(false);
            var ports = networks.SelectMany(n => n.Ports.Select(p => p with { Network = n })).ToDictionary(p => p.Id);
            foreach (OvsTap tap in await taps.ListAsync(Bridge, token).ConfigureAwait(false))
            {
                Port? port = ports.GetValueOrDefault(tap.PortId);
                if (patterns.Any(p => p.IsMatch(tap.Name)) && (port is null || !Lookup.IsReservation(port)))
                    log.Output(tap with { Port = port });
            }
        });
    }
}
