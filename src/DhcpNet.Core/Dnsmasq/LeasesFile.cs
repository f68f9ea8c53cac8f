using System.Net;
using System.Text;

namespace DhcpNet.Dnsmasq;

/// <summary>The <c>leases</c> file, which is dnsmasq's own while it runs (--dhcp-leasefile).</summary>
internal static class LeasesFile
{
    /// <summary>
    /// What dnsmasq is to start from: a lease without end for every IPv4 address, so that no client that renews is refused (its next
    /// renewal gives it an end); of IPv6, whose leases can't be made up, those that there were for addresses that still are; and the server's DUID.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="existing">The file's contents before; empty if there was none.</param>
    /// <param name="now">
    /// IPv4 leases that are a port's and have not ended by then are kept as they were, with their end, host name and client identifier: there
    /// is no reason to forget them. Neutron does. One that has ended would be dropped by dnsmasq, and its client refused at its next renewal.
    /// </param>
    /// <param name="invents">
    /// Whether IPv4 addresses get such leases; where they do not, dnsmasq is told to renew without (<see cref="Additions"/>).
    /// </param>
    public static string Render(WritableNetwork network, string existing, DateTimeOffset now, bool invents = true)
    {
        StringBuilder text = new();
        Dictionary<IPAddress, DnsmasqLease> leases = [];
        foreach (string line in LeaseDatabase.SplitLines(existing))
        {
            if (LeaseDatabase.IsDuid(line))
                text.Append(line).Append('\n');
            else if (DnsmasqLease.Parse(line) is DnsmasqLease lease)
                leases[lease.Address] = lease;
        }
        foreach (HostEntry entry in HostEntries.Of(network).Where(e => !e.HasNoDhcp && e.Subnet is { EnableDhcp: true }))
        {
            DnsmasqLease? lease = leases.GetValueOrDefault(entry.FixedIp.IpAddress);
            bool isKept = entry.Subnet!.IpVersion == 6 || (lease is not null && IsOf(entry.Port, lease) && !lease.HasEnded(now));
            string? line = isKept ? lease?.Line : Invented(entry);
            if (!invents && line == Invented(entry))
                line = null;
            if (line is not null)
                text.Append(line).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>
    /// Whether a lease is one that <see cref="Render"/> made up and no client has taken since. dnsmasq puts a name to it. Where leases have no end, one of a
    /// client that sends no identifier looks the same.
    /// </summary>
    public static bool IsPrepared(DnsmasqLease lease) => !lease.IsIPv6 && lease.ExpiresAt is null && lease.ClientId is null;

    /// <summary>The file without some of its leases; all else stays as it is.</summary>
    public static string Without(string contents, IReadOnlyCollection<DnsmasqLease> leases)
    {
        ILookup<IPAddress, DnsmasqLease> gone = leases.ToLookup(l => l.Address);
        return string.Concat(LeaseDatabase.SplitLines(contents).Where(line => !IsGone(line)).Select(line => line + '\n'));

        bool IsGone(string line) => DnsmasqLease.Parse(line) is DnsmasqLease lease && gone[lease.Address].Any(lease.IsSameAs);
    }

    private static string Invented(HostEntry entry) => $"0 {entry.Port.MacAddress} {AddressText.Format(entry.FixedIp.IpAddress)} * *";

    // Not where the port has an identifier: a lease under another one would keep the address from its client.
    private static bool IsOf(Port port, DnsmasqLease lease) =>
        lease.MacAddress == port.MacAddress && !(port.ExtraDhcpOpts ?? []).Any(HostEntries.IsClientId);
}
