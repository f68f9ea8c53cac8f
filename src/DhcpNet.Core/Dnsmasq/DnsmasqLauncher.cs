using System.Net.Sockets;
using DhcpNet.Linux;

namespace DhcpNet.Dnsmasq;

/// <summary>Starts a network's dnsmasq, in place of one that runs where there is one.</summary>
internal sealed class DnsmasqLauncher(DhcpConfiguration configuration)
{
    // As dnsmasq says it: "failed to create inotify: Too many open files".
    private const string InotifyFailure = "inotify";

    private readonly DnsmasqVersionCheck _versionCheck = new();

    /// <summary>Writes the files and starts it. Leases are kept, and requests that arrive while none runs are answered by the new one.</summary>
    /// <param name="wanted">What it is to be.</param>
    /// <param name="running">The process to replace; null where none runs.</param>
    /// <param name="strangers">Who else has its ports in the namespace.</param>
    /// <param name="cancellationToken">Has an effect until something is changed.</param>
    /// <returns>The process, which serves.</returns>
    public async Task<RunningProcess> LaunchAsync(WantedDnsmasq wanted, RunningProcess? running, IReadOnlyList<string> strangers, CancellationToken cancellationToken)
    {
        Network network = wanted.Network.Network;
        DnsmasqProcess processes = new(configuration, DhcpServiceId.Of(network));
        NetworkDirectory directory = new(configuration, DhcpServiceId.Of(network));
        string program = ChildProcess.Find(configuration.Dnsmasq) ?? throw DnsmasqErrors.NotFound(configuration.Dnsmasq);
        await _versionCheck.ThrowIfTooOldAsync(program, wanted.Network.Subnets).ConfigureAwait(false);
        if (running is null && strangers.Count > 0)
            throw DnsmasqErrors.PortsInUse(strangers, network);
        cancellationToken.ThrowIfCancellationRequested();
        directory.Create();
        using HeldRequests? held = running is null ? null : HeldRequests.TryBegin(network.NamespaceName, wanted.InterfaceName);
        // The old one first: a file that is newer than what a running process has read would look to the next caller as if it were read.
        if (running is not null)
        {
            // One that serves is not given up for one that would not start, or that has no room for its files.
            using IDisposable room = directory.Reserve(wanted.Files);
            await DnsmasqStarter.TestAsync(program, wanted.CommandLine, network).ConfigureAwait(false);
            if (held is not null)
                await RequestQueue.DrainAsync(running).ConfigureAwait(false);
            await processes.StopAsync(running).ConfigureAwait(false);
        }
        await StartAsync(program, wanted, directory).ConfigureAwait(false);
        held?.Release(wanted.Network.InterfaceAddresses.Select(a => a.Address).FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork));
        return processes.Find() ?? throw DnsmasqErrors.Failed("it ended as soon as it had started. The system's log may say why.", network);
    }

    private static async Task StartAsync(string program, WantedDnsmasq wanted, NetworkDirectory directory)
    {
        WriteFiles(wanted, directory);
        try
        {
            await DnsmasqStarter.StartAsync(program, wanted.CommandLine, wanted.Network.Network).ConfigureAwait(false);
        }
        catch (DhcpNetException e) when (wanted.Grows && e.Message.Contains(InotifyFailure, StringComparison.Ordinal))
        {
            wanted.Network.Warn($"dnsmasq can't watch for more clients, and reads all of them again at every change: {e.Message} Raise the sysctl fs.inotify.max_user_instances, then Restart-NetworkDhcp.");
            WantedDnsmasq without = wanted with { Grows = false };
            WriteFiles(without, directory);
            await DnsmasqStarter.StartAsync(program, without.CommandLine, wanted.Network.Network).ConfigureAwait(false);
        }
    }

    private static void WriteFiles(WantedDnsmasq wanted, NetworkDirectory directory)
    {
        if (wanted.Grows)
            new Additions(directory).Reset();
        string leases = LeasesFile.Render(wanted.Network, NetworkDirectory.Read(directory.Leases) ?? "", DateTimeOffset.UtcNow, invents: !wanted.Grows);
        directory.WriteFiles(wanted.Files);
        directory.Write(directory.Leases, leases);
        directory.Write(directory.Interface, wanted.InterfaceName);
        directory.MarkPending(false);
    }
}
