using System.Net;
using System.Text;

namespace DhcpNet.Dnsmasq;

/// <summary>The <c>leases</c> file, which is dnsmasq's own while it runs (--dhcp-leasefile).</summary>
internal static class LeasesFile
{
    private const string DuidPrefix = "duid ";
    private const int FieldCount = 5;

    /// <summary>
    /// What dnsmasq is to start from: a lease without end for every IPv4 address, so that no client that renews is refused (its next
    /// renewal gives it an end); of IPv6, whose leases can't be made up, those that there were for addresses that still are; and the server's DUID.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="existing">The file's contents before; empty if there was none.</param>
    /// <param name="invents">
    /// Whether IPv4 addresses get such leases; where they do not, dnsmasq is told to renew without (<see cref="Additions"/>).
    /// </param>
    /// <param name="now">
    /// IPv4 leases that are a port's and have not ended by then are kept as they were, with their end, host name and client identifier: there
    /// is no reason to forget them. Neutron does. One that has ended would be dropped by dnsmasq, and its client refused at its next renewal.
    /// </param>
    public static string Render(WritableNetwork network, string existing, bool invents, DateTimeOffset now)
    {
        StringBuilder text = new();
        Dictionary<IPAddress, string> leases = [];
        foreach (string line in SplitLines(existing))
        {
            if (line.StartsWith(DuidPrefix, StringComparison.Ordinal))
                text.Append(line).Append('\n');
            else if (GetAddress(line) is IPAddress address)
                leases[address] = line;
        }
        foreach (HostEntry entry in HostEntries.Of(network).Where(e => !e.HasNoDhcp && e.Subnet is { EnableDhcp: true }))
        {
            string? lease = leases.GetValueOrDefault(entry.FixedIp.IpAddress);
            if (entry.Subnet!.IpVersion == 4 && !(lease is not null && IsOf(entry.Port, lease) && !HasEnded(lease, now)))
                lease = Invented(entry);
            if (!invents && lease == Invented(entry))
                lease = null;
            if (lease is not null)
                text.Append(lease).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>How many leases the file holds.</summary>
    public static int Count(string contents) =>
        SplitLines(contents).Count(line => !line.StartsWith(DuidPrefix, StringComparison.Ordinal) && line.Split(' ').Length == FieldCount);

    private static string[] SplitLines(string text) => text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static IPAddress? GetAddress(string line)
    {
        string[] fields = line.Split(' ');
        return fields.Length == FieldCount && fields[2].AsSpan().IndexOfAny('[', '%', '/') < 0 && IPAddress.TryParse(fields[2], out IPAddress? address) ? address : null;
    }

    private static string Invented(HostEntry entry) => $"0 {entry.Port.MacAddress} {AddressText.Format(entry.FixedIp.IpAddress)} * *";

    // dnsmasq writes 0 for a lease without end
    private static bool HasEnded(string lease, DateTimeOffset now) =>
        !long.TryParse(lease.Split(' ')[0], out long end) || (end != 0 && end <= now.ToUnixTimeSeconds());

    // Not where the port has an identifier: a lease under another one would keep the address from its client.
    private static bool IsOf(Port port, string lease) =>
        MacAddress.TryParse(lease.Split(' ')[1], null, out MacAddress mac) && mac == port.MacAddress && !(port.ExtraDhcpOpts ?? []).Any(HostEntries.IsClientId);
}
