using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Completion;
using DhcpNet.Plugins;
using DhcpNet.Session;

namespace DhcpNet.Commands;

/// <summary>Removes a reservation.</summary>
[Cmdlet(VerbsCommon.Remove, "DhcpReservation", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveDhcpReservationCommand : ChangingCommand
{
    /// <summary>The reservations: MAC address, host name, id, or object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ReservationReference]
    [ArgumentCompleter(typeof(ReservationCompleter))]
    public ReservationReference[] Reservation { get; set; } = [];

    /// <summary>The network it is on, where what was given is on several.</summary>
    [Parameter]
    [NetworkReference]
    [Alias("NetworkId")]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    public NetworkReference? Network { get; set; }

    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (ReservationReference reference in Reservation)
        {
            Try(reference, async (log, token) =>
            {
                INetworkStore store = await StoreAsync(token).ConfigureAwait(false);
                Port port = await store.ReservationAsync(reference, Network, token).ConfigureAwait(false);
                string target = $"reservation of {port.MacAddress} ({string.Join(", ", port.FixedIps)}) on network {port.NetworkName}";
                if (await ConfirmedAsync(log, target, "remove", Force, token).ConfigureAwait(false) && await store.DeleteReservationAsync(port.Id, token).ConfigureAwait(false))
                {
                    NoteChanged(port.Network!);
                    log.Verbose($"The reservation of {port.MacAddress} was removed.");
                }
            });
        }
    }
}
