using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Completion;
using DhcpNet.Session;
using DhcpNet.Setup;
using DhcpNet.Validation;

namespace DhcpNet.Commands;

/// <summary>Adds a DHCP port's tap, an internal interface, to the integration bridge.</summary>
[Cmdlet(VerbsCommon.Add, "OvsTap", SupportsShouldProcess = true)]
[OutputType(typeof(OvsTap))]
public sealed class AddOvsTapCommand : DhcpCmdlet
{
    /// <summary>The DHCP port: what New-DhcpPort returns, or its id.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [PortReference]
    public PortReference[] Port { get; set; } = [];

    /// <summary>The bridge; the configured integration bridge unless given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(BridgeCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Bridge { get; set; }

    /// <summary>The VLAN tag, 1 to 4094; the network's unless given.</summary>
    [Parameter]
    public int? VlanTag { get; set; }

    /// <inheritdoc/>
    private protected override bool NeedsRoot => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PortReference reference in Port)
        {
            Try(reference, async (log, token) =>
            {
                if (VlanTag is int tag)
                    VlanRange.Validate(tag);
                Port port = reference.Port is { Network: not null } given
                    ? given
                    : await (await PluginAsync(token).ConfigureAwait(false)).PortAsync(reference, token).ConfigureAwait(false);
                string bridge = Bridge ?? Session.Configuration.IntegrationBridge;
                if (!await ConfirmedAsync(log, $"{port.TapName} on bridge {bridge}", "add the tap", force: false, token).ConfigureAwait(false))
                    return;
                OvsTapStep taps = await TapsAsync(token).ConfigureAwait(false);
                using NetworkLocks held = await NetworkLocks.AcquireAsync(Session.Configuration, port.NetworkId, log, token).ConfigureAwait(false);
                // As it is now that nobody else works on the network.
                port = await (await PluginAsync(token).ConfigureAwait(false)).PortAsync(new PortReference(port.Id), token).ConfigureAwait(false);
                (OvsTap? tap, DhcpNetException? error) = (await taps.EnsureAsync([port], bridge, VlanTag, token).ConfigureAwait(false))[0];
                log.Output(tap ?? throw error!);
                log.Verbose($"Network '{port.NetworkName}': tap {tap.Name} on {tap.Bridge} ({tap.Change}).");
            });
        }
    }
}
