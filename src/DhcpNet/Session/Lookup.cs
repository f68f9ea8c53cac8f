using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Plugins;
using DhcpNet.Setup;

namespace DhcpNet.Session;

/// <summary>Finds what references name.</summary>
internal static class Lookup
{
    /// <summary>The network of a reference, as it is now.</summary>
    /// <exception cref="DhcpNetException">There is none, or several bear the name.</exception>
    public static Task<Network> NetworkAsync(this IDhcpPlugin plugin, NetworkReference reference, CancellationToken cancellationToken) =>
        NetworkAsync(reference, id => plugin.GetNetworkInfoAsync(id, cancellationToken), name => plugin.FindNetworksAsync(name, cancellationToken));

    /// <summary>The network of a reference without its ports: quick however many there are.</summary>
    /// <inheritdoc cref="NetworkAsync(IDhcpPlugin, NetworkReference, CancellationToken)"/>
    public static Task<Network> OutlineAsync(this IDhcpPlugin plugin, NetworkReference reference, CancellationToken cancellationToken) =>
        NetworkAsync(reference, id => plugin.GetNetworkAsync(id, cancellationToken), name => plugin.GetNetworksAsync(name, cancellationToken));

    /// <summary>The networks of references without their ports, each once, in the references' order. One that does not exist, or is ambiguous, is an error in the log.</summary>
    /// <param name="plugin">Who knows them.</param>
    /// <param name="references">The references.</param>
    /// <param name="areWildcardsAllowed">Whether a name may stand for several, or none; else that is an error too.</param>
    /// <param name="log">What gets the errors.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The networks, and whether there was no error.</returns>
    public static async Task<(IReadOnlyCollection<Network> Networks, bool IsComplete)> OutlinesAsync(
        this IDhcpPlugin plugin, IReadOnlyList<NetworkReference> references, bool areWildcardsAllowed, PipelineLog log, CancellationToken cancellationToken)
    {
        bool isComplete = true;
        IReadOnlyList<Network> known = await plugin.GetNetworksAsync([.. references.Select(r => r.Id).OfType<Guid>()], cancellationToken).ConfigureAwait(false);
        var byId = known.ToDictionary(n => n.Id);
        Dictionary<Guid, Network> networks = [];
        foreach (NetworkReference reference in references)
        {
            try
            {
                IReadOnlyList<Network> found = reference switch
                {
                    { Id: Guid id } => [byId.GetValueOrDefault(id) ?? throw NotFound.Network(reference)],
                    { Name: string name } when areWildcardsAllowed && WildcardPattern.ContainsWildcardCharacters(name) => await plugin.GetNetworksAsync(name, cancellationToken).ConfigureAwait(false),
                    _ => [await plugin.OutlineAsync(reference, cancellationToken).ConfigureAwait(false)],
                };
                foreach (Network network in found)
                    networks[network.Id] = network;
            }
            catch (DhcpNetException e)
            {
                log.Error(Errors.ToRecord(e, reference));
                isComplete = false;
            }
        }
        return (networks.Values, isComplete);
    }

    private static async Task<Network> NetworkAsync(NetworkReference reference, Func<Guid, Task<Network?>> get, Func<string, Task<IReadOnlyList<Network>>> find)
    {
        if (reference.Id is Guid id)
            return await get(id).ConfigureAwait(false) ?? throw NotFound.Network(reference);
        if (WildcardPattern.ContainsWildcardCharacters(reference.Name))
        {
            throw new DhcpNetException("WildcardNotAllowed", DhcpNetErrorKind.InvalidInput,
                $"'{reference.Name}' may stand for several networks; this command takes one by its name. Pipe from Get-DhcpNetwork '{reference.Name}' to work on all of them.", reference.Name);
        }
        IReadOnlyList<Network> found = await find(reference.Name!).ConfigureAwait(false);
        return found.Count switch
        {
            1 => found[0],
            0 => throw NotFound.Network(reference),
            _ => throw new DhcpNetException("NetworkAmbiguous", DhcpNetErrorKind.Conflict,
                $"{found.Count} networks are named '{reference.Name}': {string.Join(", ", found.Select(n => n.Id))}. Give the id of the one that is meant.", reference.Name),
        };
    }

    /// <summary>
    /// The networks of references in which names may have wildcards; all of them where there is no reference. One that does not exist is an
    /// error in the log, and the others are returned.
    /// </summary>
    public static async Task<IReadOnlyList<Network>> NetworksAsync(this IDhcpPlugin plugin, IReadOnlyList<NetworkReference>? references, PipelineLog log, CancellationToken cancellationToken)
    {
        if (references is null)
            return await plugin.FindNetworksAsync("*", cancellationToken).ConfigureAwait(false);
        List<Network> networks = [];
        foreach (NetworkReference reference in references)
        {
            try
            {
                if (reference.Name is string name && WildcardPattern.ContainsWildcardCharacters(name))
                    networks.AddRange(await plugin.FindNetworksAsync(name, cancellationToken).ConfigureAwait(false));
                else
                    networks.Add(await plugin.NetworkAsync(reference, cancellationToken).ConfigureAwait(false));
            }
            catch (DhcpNetException e) when (e.Kind == DhcpNetErrorKind.NotFound)
            {
                log.Error(Errors.ToRecord(e, reference));
            }
        }
        return networks;
    }

    /// <summary>The subnet of a reference, on one network where one is given.</summary>
    public static async Task<Subnet> SubnetAsync(this INetworkStore store, SubnetReference reference, NetworkReference? network, CancellationToken cancellationToken)
    {
        Guid? on = network is null ? null : (await store.OutlineAsync(network, cancellationToken).ConfigureAwait(false)).Id;
        IReadOnlyList<Subnet> found = await store.FindSubnetsAsync(reference.ToString(), cancellationToken).ConfigureAwait(false);
        return Single(found.Where(s => on is null || s.NetworkId == on), "subnet", "SubnetAmbiguous", reference) ?? throw NotFound.Subnet(reference, On(network));
    }

    /// <summary>The reservation of a reference, on one network where one is given.</summary>
    public static async Task<Port> ReservationAsync(this INetworkStore store, ReservationReference reference, NetworkReference? network, CancellationToken cancellationToken)
    {
        Guid? on = network is null ? null : (await store.OutlineAsync(network, cancellationToken).ConfigureAwait(false)).Id;
        IReadOnlyList<Port> found = await store.FindReservationsAsync(reference.ToString(), cancellationToken).ConfigureAwait(false);
        return Single(found.Where(p => on is null || p.NetworkId == on), "reservation", "ReservationAmbiguous", reference) ?? throw NotFound.Reservation(reference, On(network));
    }

    /// <summary>The reservation of a reference, on a network that is known with its ports.</summary>
    public static Port Reservation(Network network, ReservationReference reference) =>
        Single(network.Ports.Where(p => IsReservation(p) && Matches(p, reference)), "reservation", "ReservationAmbiguous", reference)
        ?? throw NotFound.Reservation(reference, On(new NetworkReference(network.Id)));

    /// <summary>The lease of a reference, on whatever network it is.</summary>
    public static async Task<DhcpLease> LeaseAsync(this IDhcpPlugin plugin, LeaseReference reference, DhcpConfiguration configuration, PipelineLog log, CancellationToken cancellationToken)
    {
        LeaseStep step = new(plugin, configuration);
        List<DhcpLease> found = [];
        foreach (Network network in await plugin.NetworksAsync(reference.Network is NetworkReference own ? [own] : null, log, cancellationToken).ConfigureAwait(false))
            found.AddRange((await step.GetAsync(network, cancellationToken).ConfigureAwait(false)).Where(reference.Matches));
        return found.Count switch
        {
            1 => found[0],
            0 => throw NotFound.Lease(reference),
            _ => throw new DhcpNetException("LeaseAmbiguous", DhcpNetErrorKind.Conflict,
                $"There are {found.Count} leases of {reference}, on {string.Join(", ", found.Select(l => l.Network.DisplayName))}. Pipe the one that is meant from Get-DhcpLease -Network.", reference.ToString()),
        };
    }

    /// <summary>The DHCP port of a reference, with its network.</summary>
    public static async Task<Port> PortAsync(this IDhcpPlugin plugin, PortReference reference, CancellationToken cancellationToken)
    {
        Port port = await plugin.GetDhcpPortAsync(reference.Id, cancellationToken).ConfigureAwait(false)
            ?? throw new DhcpNetException("PortNotFound", DhcpNetErrorKind.NotFound,
                $"There is no port {reference.Id}. Get-DhcpPort lists this host's DHCP ports, New-DhcpPort makes one.", reference.Id);
        Network network = await plugin.NetworkAsync(new NetworkReference(port.NetworkId), cancellationToken).ConfigureAwait(false);
        return port with { Network = network };
    }

    /// <summary>Whether a port is a client's: not one of the network's own services.</summary>
    public static bool IsReservation(Port port) => !DeviceOwners.IsService(port.DeviceOwner);

    private static bool Matches(Port port, ReservationReference reference)
    {
        if (reference.Id is Guid id)
            return port.Id == id;
        return MacAddress.TryParse(reference.Text, null, out MacAddress mac)
            ? port.MacAddress == mac
            : string.Equals(port.DnsName, reference.Text, StringComparison.OrdinalIgnoreCase);
    }

    private static string On(NetworkReference? network) => network is null ? "" : $" on network '{network}'";

    private static T? Single<T>(IEnumerable<T> among, string what, string ambiguous, object reference)
        where T : class
    {
        T[] found = [.. among];
        return found.Length switch
        {
            1 => found[0],
            0 => null,
            _ => throw new DhcpNetException(ambiguous, DhcpNetErrorKind.Conflict,
                $"{found.Length} networks have a {what} '{reference}'. Say which with -Network, or give the {what}'s id.", reference.ToString()),
        };
    }
}
