using System.Diagnostics;
using System.Net.Sockets;
using DhcpNet.Linux;

namespace DhcpNet.Dnsmasq;

/// <summary>
/// Makes a running dnsmasq forget leases: releases them in their clients' names, reads the lease file again, and repeats it for those that are still
/// there (Neutron: _release_unused_leases).
/// </summary>
/// <remarks>
/// A message and not a process a lease. dnsmasq finds an IPv4 lease by the client that a release names, and by no address: of several leases that one
/// MAC address has without client identifiers it forgets the newest alone, and the others remain.
/// </remarks>
/// <param name="configuration">Where the files are.</param>
public sealed class LeaseReleaser(DhcpConfiguration configuration)
{
    // Neutron: DHCP_RELEASE_TRIES, DHCP_RELEASE_TRIES_SLEEP
    private const int Tries = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    // A socket buffer of the usual size holds about 250 such messages, and dnsmasq writes its file after each.
    private const int BatchSize = 64;

    /// <summary>Releases leases of a network. It does not matter whether they are there.</summary>
    /// <param name="service">The network or segment, whose dnsmasq runs in its namespace.</param>
    /// <param name="interfaceName">The tap that dnsmasq serves.</param>
    /// <param name="leases">The leases, as the lease file has them.</param>
    /// <param name="cancellationToken">Ends the waiting; what was released stays so.</param>
    /// <returns>Those that are still there.</returns>
    /// <exception cref="DhcpNetException"><c>LeaseNotReleased</c>: dnsmasq can't be reached.</exception>
    public async Task<IReadOnlyList<DnsmasqLease>> ReleaseAsync(DhcpServiceId service, string interfaceName, IReadOnlyCollection<DnsmasqLease> leases, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(interfaceName);
        ArgumentNullException.ThrowIfNull(leases);
        string path = new NetworkDirectory(configuration, service).Leases;
        LeaseDatabase present = await LeaseDatabase.ReadAsync(path, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<DnsmasqLease> left = Present(leases, present);
        if (left.Count == 0)
            return left;
        try
        {
            using ReleaseSocket socket = ReleaseSocket.Open(NamespaceNames.For(service.NetworkId), interfaceName)
                ?? throw DnsmasqErrors.NotReleased(service.NetworkId, $"there is no interface '{interfaceName}' in its namespace");
            for (int attempt = 0; attempt < Tries && left.Count > 0; attempt++)
            {
                List<DnsmasqLease> stayed = [];
                foreach (DnsmasqLease[] batch in left.Chunk(BatchSize))
                    stayed.AddRange(await ReleaseBatchAsync(socket, batch, path, present.ServerDuid, cancellationToken).ConfigureAwait(false));
                left = stayed;
            }
            return left;
        }
        catch (Exception exception) when (exception is SocketException or LinuxException)
        {
            throw DnsmasqErrors.NotReleased(service.NetworkId, exception.Message, exception);
        }
    }

    /// <summary>Releases a few and waits until they are gone, as long as there are fewer and fewer.</summary>
    private static async Task<IReadOnlyList<DnsmasqLease>> ReleaseBatchAsync(ReleaseSocket socket, DnsmasqLease[] batch, string path, string? serverDuid, CancellationToken cancellationToken)
    {
        bool wasSent = false;
        foreach (DnsmasqLease lease in batch)
            wasSent |= socket.Send(lease, serverDuid);
        IReadOnlyList<DnsmasqLease> left = batch;
        var waited = Stopwatch.StartNew();
        while (wasSent && left.Count > 0 && waited.Elapsed < Patience)
        {
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<DnsmasqLease> now = Present(left, await LeaseDatabase.ReadAsync(path, cancellationToken).ConfigureAwait(false));
            if (now.Count < left.Count)
                waited.Restart();
            left = now;
        }
        return left;
    }

    private static IReadOnlyList<DnsmasqLease> Present(IEnumerable<DnsmasqLease> leases, LeaseDatabase database)
    {
        var byAddress = database.Leases.ToLookup(l => l.Address);
        return [.. leases.Where(lease => byAddress[lease.Address].Any(lease.IsSameAs))];
    }
}
