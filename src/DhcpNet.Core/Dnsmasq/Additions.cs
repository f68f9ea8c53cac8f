using System.Globalization;

namespace DhcpNet.Dnsmasq;

/// <summary>
/// The directories that a large network's dnsmasq watches (inotify). It reads a file at once that appears there, and nothing else anew:
/// making one more client known costs the same whether there are a hundred or ten thousand. The usual files have those lines too, so
/// that they are always the whole truth; these are empty again at the next start.
/// </summary>
internal sealed class Additions(NetworkDirectory directory)
{
    /// <summary>
    /// Networks with this many ports have the directories. Below it, reading all files again takes dnsmasq less than 10 ms, and the
    /// command line is Neutron's to the letter. A user has 128 inotify instances (fs.inotify.max_user_instances) and each of these
    /// dnsmasqs takes one, which is why not all networks have them.
    /// </summary>
    public const int MinPorts = 500;

    private const string HostsOption = "--dhcp-hostsdir=";

    private string Hosts => Path.Combine(directory.Path, NetworkDirectory.AddedHosts);

    private string Opts => Path.Combine(directory.Path, NetworkDirectory.AddedOpts);

    private string Names => Path.Combine(directory.Path, NetworkDirectory.AddedNames);

    /// <summary>What dnsmasq is told of the directories.</summary>
    public IReadOnlyList<string> Arguments => [$"{HostsOption}{Hosts}", $"--dhcp-optsdir={Opts}", $"--hostsdir={Names}", AuthoritativeOption];

    /// <summary>
    /// Without it dnsmasq refuses to renew a lease that it has no record of. Smaller networks have an invented record for every port
    /// instead, as Neutron's do; with thousands, dnsmasq would look through all clients for each of them at every change.
    /// </summary>
    private const string AuthoritativeOption = "--dhcp-authoritative";

    /// <summary>Whether a network is large enough.</summary>
    public static bool AreFor(WritableNetwork network) => network.Ports.Count >= MinPorts;

    /// <summary>Whether a running dnsmasq watches.</summary>
    public bool AreWatchedBy(IReadOnlyList<string> commandLine) => commandLine.Contains(HostsOption + Hosts);

    /// <summary>Makes the directories, or empties them.</summary>
    public void Reset()
    {
        directory.Recreate(Hosts);
        directory.Recreate(Opts);
        directory.Recreate(Names);
    }

    /// <summary>Makes more clients known. What they are told comes before who they are.</summary>
    public void Write(DnsmasqFiles added)
    {
        string name = DateTime.UtcNow.Ticks.ToString("x", CultureInfo.InvariantCulture);
        WriteUnlessEmpty(Path.Combine(Opts, name), added.Opts);
        WriteUnlessEmpty(Path.Combine(Names, name), added.AddnHosts);
        WriteUnlessEmpty(Path.Combine(Hosts, name), added.Host);
    }

    private void WriteUnlessEmpty(string path, string content)
    {
        if (content.Length > 0)
            directory.Write(path, content);
    }
}
