using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Completion;
using DhcpNet.Plugins;
using DhcpNet.Session;

namespace DhcpNet.Commands;

/// <summary>Changes a network. A running service takes the change with -Update, or with the next Update-NetworkDhcp.</summary>
[Cmdlet(VerbsCommon.Set, "DhcpNetwork", SupportsShouldProcess = true)]
[OutputType(typeof(Network))]
public sealed class SetDhcpNetworkCommand : ChangingCommand
{
    /// <summary>The networks: name, id, or object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NetworkReference]
    [Alias("NetworkId")]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    public NetworkReference[] Network { get; set; } = [];

    /// <summary>A new name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NewName { get; set; }

    /// <summary>A new VLAN tag, 1 to 4094; 0 for none.</summary>
    [Parameter]
    public int? VlanTag { get; set; }

    /// <summary>A new MTU in bytes, 68 to 65535.</summary>
    [Parameter]
    public int? Mtu { get; set; }

    /// <summary>A new project; empty for none.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? ProjectId { get; set; }

    /// <summary>Whether the network is to work at all.</summary>
    [Parameter]
    public bool? AdminStateUp { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (NetworkReference reference in Network)
        {
            Try(reference, async (log, token) =>
            {
                INetworkStore store = await StoreAsync(token).ConfigureAwait(false);
                Network network = await store.OutlineAsync(reference, token).ConfigureAwait(false);
                if (!await ConfirmedAsync(log, $"network {network.DisplayName}", Change, force: false, token).ConfigureAwait(false))
                    return;
                var change = new NetworkChange { Name = NewName, VlanTag = VlanTag, Mtu = Mtu, ProjectId = ProjectId, AdminStateUp = AdminStateUp };
                (Network changed, bool any) = await store.UpdateNetworkAsync(network.Id, change, token).ConfigureAwait(false);
                NoteChanged(changed);
                log.Verbose(any ? $"Network '{changed.Name}' was changed." : $"Network '{changed.Name}' was so already.");
                log.Output(changed);
            });
        }
    }
}
