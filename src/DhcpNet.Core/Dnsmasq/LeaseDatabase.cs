namespace DhcpNet.Dnsmasq;

/// <summary>What dnsmasq's lease file holds.</summary>
public sealed record LeaseDatabase
{
    private const string DuidPrefix = "duid ";

    // dnsmasq empties the file and writes it anew, in pieces, whenever a lease changes: what was written just now may be one piece of it.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(20);
    private const int MaximumLooks = 20;

    /// <summary>The server's DUID, octets in hexadecimal, parted by colons; null where the file has none, as it serves no IPv6.</summary>
    public string? ServerDuid { get; init; }

    /// <summary>The leases, in the file's order.</summary>
    public IReadOnlyList<DnsmasqLease> Leases { get; init; } = [];

    /// <summary>Reads the file's contents. Lines that are neither a lease nor a DUID are passed over, as dnsmasq does.</summary>
    public static LeaseDatabase Parse(string contents)
    {
        string[] lines = SplitLines(contents);
        return new LeaseDatabase
        {
            ServerDuid = lines.LastOrDefault(IsDuid)?[DuidPrefix.Length..].Trim(),
            Leases = [.. lines.Where(l => !IsDuid(l)).Select(DnsmasqLease.Parse).OfType<DnsmasqLease>()],
        };
    }

    /// <summary>Reads a file that dnsmasq may be writing: waits until it has been left alone for a moment. Empty where there is no file.</summary>
    /// <remarks>A file that is written without pause is read as it is after half a second.</remarks>
    public static async Task<LeaseDatabase> ReadAsync(string path, CancellationToken cancellationToken)
    {
        for (int look = 1; ; look++)
        {
            DateTime written = File.GetLastWriteTimeUtc(path);
            string contents = NetworkDirectory.Read(path) ?? "";
            bool isQuiet = (DateTime.UtcNow - written).Duration() >= Quiet && File.GetLastWriteTimeUtc(path) == written;
            if (isQuiet || look == MaximumLooks)
                return Parse(contents);
            await Task.Delay(Quiet, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The lease of that address to that client, as it is now; null where it is gone.</summary>
    public DnsmasqLease? Find(DnsmasqLease lease) => Leases.FirstOrDefault(lease.IsSameAs);

    internal static bool IsDuid(string line) => line.StartsWith(DuidPrefix, StringComparison.Ordinal);

    internal static string[] SplitLines(string text) => text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
