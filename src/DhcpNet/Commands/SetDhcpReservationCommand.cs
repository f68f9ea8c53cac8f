using System.Collections;
using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Completion;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Validation;

namespace DhcpNet.Commands;

/// <summary>Changes a reservation. A running service takes the change with -Update, or with the next Update-NetworkDhcp.</summary>
[Cmdlet(VerbsCommon.Set, "DhcpReservation", SupportsShouldProcess = true)]
[OutputType(typeof(Port))]
public sealed class SetDhcpReservationCommand : ChangingCommand
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

    /// <summary>A new MAC address.</summary>
    [Parameter]
    public string? MacAddress { get; set; }

    /// <summary>Addresses in place of the old ones.</summary>
    [Parameter]
    public string[]? IPAddress { get; set; }

    /// <summary>A new host name; empty for none.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? HostName { get; set; }

    /// <summary>A new client identifier (DHCP option 61).</summary>
    [Parameter]
    public string? ClientId { get; set; }

    /// <summary>DHCP options to set; one whose value is $null is removed; the others stay.</summary>
    [Parameter]
    public IDictionary? Option { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (ReservationReference reference in Reservation)
        {
            Try(reference, async (log, token) =>
            {
                var change = new ReservationChange
                {
                    MacAddress = MacAddress is null ? null : MacText.Parse(MacAddress),
                    IPAddresses = IPAddress?.Select(IPAddressText.Parse).ToArray(),
                    HostName = HostName,
                    Options = ReservationOptions.Read(Option, ClientId),
                };
                INetworkStore store = await StoreAsync(token).ConfigureAwait(false);
                Port port = await store.ReservationAsync(reference, Network, token).ConfigureAwait(false);
                if (!await ConfirmedAsync(log, $"reservation of {port.MacAddress} on network {port.NetworkName}", Change, force: false, token).ConfigureAwait(false))
                    return;
                (Port changed, bool any) = await store.UpdateReservationAsync(port.Id, change, token).ConfigureAwait(false);
                NoteChanged(port.Network!);
                log.Verbose(any ? $"The reservation of {changed.MacAddress} was changed." : $"The reservation of {changed.MacAddress} was so already.");
                log.Output(changed with { Network = port.Network, Change = any ? StepChange.Updated : StepChange.None });
            });
        }
    }
}
