using System.Text.RegularExpressions;
using DhcpNet.Linux;

namespace DhcpNet.Dnsmasq;

/// <summary>Whether dnsmasq is new enough. It is asked once, and again when its file has changed.</summary>
internal sealed partial class DnsmasqVersionCheck
{
    // The first that takes 'tag:' in a host line (its CHANGELOG).
    private static readonly Version Oldest = new(2, 81);

    private readonly object _lock = new();
    private (string Path, DateTime Written, Task<Version?> Version)? _known;

    /// <summary>Makes sure of it, where it matters: tags in host lines are for IPv6.</summary>
    /// <exception cref="DhcpNetException"><c>DnsmasqTooOld</c>.</exception>
    public async Task ThrowIfTooOldAsync(string path, IEnumerable<Subnet> subnets)
    {
        if (subnets.All(s => s.IpVersion == 4))
            return;
        if (await GetVersionAsync(path).ConfigureAwait(false) is Version version && version < Oldest)
            throw DnsmasqErrors.TooOld(path, version, Oldest);
    }

    /// <summary>The version in what <c>dnsmasq --version</c> says; null if it is not like any known one.</summary>
    internal static Version? Parse(string text) =>
        VersionPattern().Match(text) is { Success: true } match && Version.TryParse(match.Groups[1].Value, out Version? version) ? version : null;

    private Task<Version?> GetVersionAsync(string path)
    {
        DateTime written = File.GetLastWriteTimeUtc(path);
        lock (_lock)
        {
            if (_known is not { } known || known.Path != path || known.Written != written || known.Version.IsFaulted)
                _known = known = (path, written, AskAsync(path));
            return known.Version;
        }
    }

    private static async Task<Version?> AskAsync(string path)
    {
        ChildProcessStart start = new() { FileName = path, Arguments = ["--version"] };
        ChildProcessResult result = await ChildProcess.RunAsync(start, CancellationToken.None).ConfigureAwait(false);
        return Parse(result.StandardOutput);
    }

    [GeneratedRegex(@"version (\d{1,4}\.\d{1,4})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex VersionPattern();
}
