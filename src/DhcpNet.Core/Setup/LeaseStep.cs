using DhcpNet.Dnsmasq;
using DhcpNet.Linux;
using DhcpNet.Plugins;
using DhcpNet.Validation;

namespace DhcpNet.Setup;

/// <summary>The leases that networks' dnsmasqs keep: tells whose they are, and removes them.</summary>
public sealed class LeaseStep(IDhcpPlugin plugin, DhcpConfiguration configuration)
{
    /// <summary>A network's leases, in the order of their addresses. Starts no process and asks none.</summary>
    public async Task<IReadOnlyList<DhcpLease>> GetAsync(Network network, CancellationToken cancellationToken)
    {
        List<DnsmasqLease> leases = [];
        foreach (Network part in NetworkSegments.Split(network))
        {
            string path = new NetworkDirectory(configuration, DhcpServiceId.Of(part)).Leases;
            leases.AddRange((await LeaseDatabase.ReadAsync(path, cancellationToken).ConfigureAwait(false)).Leases);
        }
        LeaseOwners owners = new(network);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        return
        [
            .. leases.OrderBy(l => l.IsIPv6).ThenBy(l => IPAddressMath.ToNumber(l.Address)).Select(l => Describe(network, l, owners.Find(l), now)),
        ];
    }

    /// <summary>
    /// Removes leases: has dnsmasq release them where it runs, and takes them out of its file where it does not. Leases that are gone, or have become
    /// another client's, are let be.
    /// </summary>
    /// <param name="networkId">The network.</param>
    /// <param name="leases">Leases of it.</param>
    /// <param name="staleOnly">Whether those are to be kept that have come to belong to a port since.</param>
    /// <param name="log">Is told what is waited for.</param>
    /// <param name="cancellationToken">Ends the waiting; what was removed stays so.</param>
    /// <exception cref="DhcpNetException"><c>LeaseNotReleased</c>, <c>NetworkBusy</c>, <c>StatePathNotWritable</c>.</exception>
    public async Task RemoveAsync(Guid networkId, IReadOnlyCollection<DhcpLease> leases, bool staleOnly, ISetupLog log, CancellationToken cancellationToken)
    {
        using NetworkLocks held = await NetworkLocks.AcquireAsync(configuration, networkId, log, cancellationToken).ConfigureAwait(false);
        DnsmasqLease[] entries = [.. leases.Select(l => l.Entry).OfType<DnsmasqLease>()];
        Network? network = await plugin.GetNetworkInfoAsync(networkId, cancellationToken).ConfigureAwait(false);
        IReadOnlyCollection<DnsmasqLease> wanted = staleOnly && network is not null ? new LeaseOwners(network).FindStale(entries) : entries;
        foreach (Network part in NetworkSegments.Split(network ?? new Network { Id = networkId }))
        {
            var id = DhcpServiceId.Of(part);
            NetworkDirectory directory = new(configuration, id);
            if (new DnsmasqProcess(configuration, id).FindAnywhere() is RunningProcess)
                await ReleaseAsync(id, directory, part, wanted, cancellationToken).ConfigureAwait(false);
            else if (NetworkDirectory.Read(directory.Leases) is string contents)
                directory.Write(directory.Leases, LeasesFile.Without(contents, wanted));
        }
    }

    private async Task ReleaseAsync(DhcpServiceId id, NetworkDirectory directory, Network network, IReadOnlyCollection<DnsmasqLease> leases, CancellationToken cancellationToken)
    {
        string interfaceName = NetworkDirectory.Read(directory.Interface)?.Trim() is { Length: > 0 } name ? name : FindTap(network)
            ?? throw DnsmasqErrors.NotReleased(id.NetworkId, $"there is no '{directory.Interface}' that names its tap");
        IReadOnlyList<DnsmasqLease> left = await new LeaseReleaser(configuration).ReleaseAsync(id, interfaceName, leases, cancellationToken).ConfigureAwait(false);
        if (left.Count > 0)
            throw DnsmasqErrors.NotReleased(id.NetworkId, $"it still has {string.Join(", ", left.Select(l => l.Address))}");
    }

    private string? FindTap(Network network) => new DhcpPortStep(plugin, configuration).Find(network)?.TapName;

    private static DhcpLease Describe(Network network, DnsmasqLease lease, Port? owner, DateTimeOffset now) => new()
    {
        Network = network,
        Address = lease.Address,
        State = FindState(lease, owner, now),
        MacAddress = lease.MacAddress,
        ClientId = lease.IsIPv6 ? null : lease.ClientId,
        Duid = lease.IsIPv6 ? lease.ClientId : null,
        Iaid = lease.Iaid,
        HostName = lease.HostName,
        ExpiresAt = lease.ExpiresAt,
        Reservation = owner is null ? null : owner with { Network = network },
        Entry = lease,
    };

    private static DhcpLeaseState FindState(DnsmasqLease lease, Port? owner, DateTimeOffset now)
    {
        if (owner is null)
            return DhcpLeaseState.Stale;
        if (lease.HasEnded(now))
            return DhcpLeaseState.Expired;
        return LeasesFile.IsPrepared(lease) ? DhcpLeaseState.Prepared : DhcpLeaseState.Active;
    }
}
