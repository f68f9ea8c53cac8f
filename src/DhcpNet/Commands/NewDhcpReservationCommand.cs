using System.Collections;
using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Completion;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Validation;

namespace DhcpNet.Commands;

/// <summary>Reserves an address for a client: a port of its own on the network.</summary>
[Cmdlet(VerbsCommon.New, "DhcpReservation", SupportsShouldProcess = true)]
[OutputType(typeof(Port))]
public sealed class NewDhcpReservationCommand : ChangingCommand
{
    /// <summary>The network: name, id, or object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [NetworkReference]
    [Alias("NetworkId")]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    public NetworkReference Network { get; set; } = null!;

    /// <summary>The client's MAC address.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string MacAddress { get; set; } = "";

    /// <summary>Its addresses; the lowest free ones unless given.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [BlankIsAbsent]
    public string[]? IPAddress { get; set; }

    /// <summary>Its host name, which DNS answers for.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? HostName { get; set; }

    /// <summary>The client identifier (DHCP option 61) to know it by.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ClientId { get; set; }

    /// <summary>DHCP options for it alone, by name or number: @{ 'bootfile-name' = 'pxe.0' }. A name that begins with 'option6:' is one of DHCPv6.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public IDictionary? Option { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Try(MacAddress, async (log, token) =>
        {
            var spec = new ReservationSpec
            {
                MacAddress = MacText.Parse(MacAddress),
                IPAddresses = IPAddress?.Select(IPAddressText.Parse).ToArray(),
                HostName = GivenText(HostName),
                Options = ReservationOptions.Read(Option, GivenText(ClientId)),
            };
            INetworkStore store = await StoreAsync(token).ConfigureAwait(false);
            Network network = await store.OutlineAsync(Network, token).ConfigureAwait(false);
            if (!await ConfirmedAsync(log, $"reservation of {spec.MacAddress} on network {network.DisplayName}", "create", force: false, token).ConfigureAwait(false))
                return;
            (Port port, bool created) = await store.CreateReservationAsync(network.Id, spec, token).ConfigureAwait(false);
            NoteChanged(network);
            log.Verbose($"{port.MacAddress} {(created ? "was given" : "had already")} {string.Join(", ", port.FixedIps)} on network '{network.DisplayName}'.");
            log.Output(port with { Network = network, Change = created ? StepChange.Created : StepChange.None });
        });
    }
}
