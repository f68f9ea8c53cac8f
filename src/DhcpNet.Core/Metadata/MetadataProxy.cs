using System.Net;
using System.Net.Sockets;
using DhcpNet.Daemons;
using DhcpNet.Linux;
using DhcpNet.Setup;

namespace DhcpNet.Metadata;

/// <summary>
/// The process that passes a network's requests for metadata on to the metadata agent, with the network's id, from the namespace that clients
/// reach to a socket that they don't (Neutron: MetadataDriver).
/// </summary>
/// <remarks>One call at a time for one network is the caller's to see to, between processes too.</remarks>
internal sealed class MetadataProxy(DhcpConfiguration configuration, Guid networkId)
{
    private const string NonLocalBind = "net.ipv6.ip_nonlocal_bind";

    private readonly MetadataProcess _processes = new(configuration, networkId);
    private readonly MetadataFiles _files = new(configuration, networkId);

    /// <summary>Whether there is anything of it. Costs next to nothing where there is not.</summary>
    public bool Exists => _files.Exist;

    /// <summary>The process that was started last, whether it still runs or not; null: none was since it was last stopped, or found not to run.</summary>
    public int? ProcessId => _files.ReadProcessId();

    /// <summary>The process that runs; null: none does.</summary>
    public RunningProcess? Find() => _processes.Find();

    /// <summary>Whether a process is it.</summary>
    public bool Is(RunningProcess process) => _processes.IsOurs(process);

    /// <summary>Sees to it that it runs as it is to: leaves a process alone that does, whoever started it, and replaces one that does not.</summary>
    /// <param name="network">The network, whose namespace and tap are there.</param>
    /// <param name="tap">The tap that has the IPv6 metadata address; null where IPv4 has to do.</param>
    /// <param name="isTapNew">Whether the tap has come since: a process that listens on the one before listens in vain.</param>
    /// <exception cref="DhcpNetException"><c>HaproxyNotFound</c>, <c>MetadataProxyFailed</c>, <c>ConfigurationInvalid</c>, <c>StatePathNotWritable</c>.</exception>
    public async Task<MetadataResult> EnsureAsync(Network network, string? tap, bool isTapNew)
    {
        string text = MetadataConfig.Render(networkId, tap, configuration, _files.Pid);
        RunningProcess? running = _processes.Find();
        string? reason = running is null ? null : isTapNew && tap is not null ? "its tap is a new one" : WhyNot(running, text);
        if (running is not null && reason is null)
        {
            if (_files.ReadProcessId() != running.ProcessId)
                _files.WriteProcessId(running.ProcessId);
            return new MetadataResult(StepChange.None, null);
        }
        if (running is null)
            _files.DeleteProcessId();
        string program = ChildProcess.Find(configuration.Haproxy) ?? throw MetadataErrors.NotFound(configuration.Haproxy);
        // haproxy itself would share the port with whoever has it (SO_REUSEPORT).
        if (running is null && !IsPortFree(network.NamespaceName))
        {
            running = _processes.FindAnywhere() ?? throw MetadataErrors.PortInUse(network);
            reason = "its files were gone";
        }
        // The old one first: a configuration that is newer than its process would look to the next caller as if it were in use.
        if (running is not null)
            await _processes.StopAsync(running).ConfigureAwait(false);
        _files.WriteConfiguration(text);
        await StartAsync(program, network, tap is not null).ConfigureAwait(false);
        if (_processes.Find() is null)
            throw MetadataErrors.Failed("it ended as soon as it had started. The system's log may say why.", network);
        return new MetadataResult(running is null ? StepChange.Started : StepChange.Restarted, reason);
    }

    /// <summary>What is not as it is to be where there is to be one; null: nothing.</summary>
    /// <param name="tap">The tap that has the IPv6 metadata address; null where IPv4 has to do.</param>
    public Finding? FindFault(string? tap)
    {
        try
        {
            string text = MetadataConfig.Render(networkId, tap, configuration, _files.Pid);
            if (_processes.Find() is RunningProcess running)
                return WhyNot(running, text) is string reason ? new Finding($"the metadata proxy runs with another configuration: {reason}", "start the metadata proxy anew") : null;
            if (ChildProcess.Find(configuration.Haproxy) is null)
                throw MetadataErrors.NotFound(configuration.Haproxy);
            return new Finding("the metadata proxy does not run", "start the metadata proxy");
        }
        catch (DhcpNetException e)
        {
            return new Finding($"there can be no metadata proxy: {e.Message}", "start the metadata proxy");
        }
    }

    /// <summary>Ends it and deletes its files.</summary>
    /// <param name="process">The process, where the caller has found it; else it is looked for where there are files.</param>
    /// <returns>False if there was nothing.</returns>
    /// <exception cref="DhcpNetException"><c>MetadataProxyFailed</c>: it did not end.</exception>
    public async Task<bool> StopAsync(RunningProcess? process = null)
    {
        if (process is null && !Exists)
            return false;
        process ??= _processes.Find();
        if (process is not null)
            await _processes.StopAsync(process).ConfigureAwait(false);
        _files.Delete();
        return true;
    }

    private string? WhyNot(RunningProcess running, string text)
    {
        if (running.NetworkNamespaceInode != NetworkNamespace.GetInode(NamespaceNames.For(networkId)))
            return "it is not in the network's namespace";
        return _files.ReadConfiguration() == text ? null : $"{_files.Configuration} is another";
    }

    private static bool IsPortFree(string namespaceName) => NetworkNamespace.Run(namespaceName, () =>
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(MetadataAddresses.Ipv4, MetadataAddresses.Port));
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
        catch (SocketException)
        {
            // haproxy will say what it is.
            return true;
        }
    });

    // An address of IPv6 can't be bound for the second or two that the kernel looks whether another host has it; with this it can. Neutron waits.
    private async Task StartAsync(string program, Network network, bool hasIpv6)
    {
        bool isSet = hasIpv6 && Sysctl.Set(NonLocalBind, "1", network.NamespaceName);
        try
        {
            await DaemonProgram.RunAsync(program, ["-f", _files.Configuration], network, (message, cause) => MetadataErrors.Failed(message, network, cause)).ConfigureAwait(false);
        }
        finally
        {
            if (isSet)
                Sysctl.Set(NonLocalBind, "0", network.NamespaceName);
        }
    }
}
