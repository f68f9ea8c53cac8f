using System.Buffers.Binary;
using DhcpNet.Linux;
using DhcpNet.Ovsdb;
using DhcpNet.Setup;

namespace DhcpNet.Probe;

/// <summary>
/// The mark that the ports of one run bear. It tells those of a run that was killed from those of one that is still at work: the run holds a
/// lock while it lives, one byte of a file at an offset made of its id, which the kernel gives back when it dies.
/// </summary>
internal sealed class ProbeRun : IDisposable
{
    private const string IfaceId = "iface-id";
    private const string RunId = "dhcpnet-probe";
    private const string StatePath = "dhcpnet-state-path";
    private const string PortPrefix = "dhp";
    private const int PortNameLength = 14;

    private readonly DhcpConfiguration _configuration;
    private readonly FileRangeLock _lock;
    private readonly Guid _id = Guid.NewGuid();

    private ProbeRun(DhcpConfiguration configuration)
    {
        _configuration = configuration;
        StateDirectory.Ensure(configuration.StatePath);
        _lock = OpenLock();
    }

    /// <summary>
    /// What the run's ports carry. There is an iface-id, by which <see cref="OvsSwitch"/> knows a port as one's own, but no attached-mac: Neutron's
    /// Open vSwitch agent takes no port without that for one of its own.
    /// </summary>
    public IReadOnlyDictionary<string, string> Marks => new Dictionary<string, string>
    {
        [IfaceId] = $"{RunId}-{_id}",
        [RunId] = _id.ToString(),
        [StatePath] = _configuration.StatePath,
    };

    private string LockPath => Path.Combine(_configuration.StatePath, "probe-lock");

    /// <summary>Begins a run.</summary>
    /// <exception cref="DhcpNetException">The state path can't be written.</exception>
    public static async Task<ProbeRun> BeginAsync(DhcpConfiguration configuration, CancellationToken cancellationToken)
    {
        ProbeRun run = new(configuration);
        try
        {
            await run._lock.TryLockAsync(Offset(run._id), TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            return run;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    /// <summary>A name that no other port has.</summary>
    public static string NewPortName() => string.Concat(PortPrefix, Guid.NewGuid().ToString("N").AsSpan(0, PortNameLength - PortPrefix.Length));

    /// <summary>Removes the ports that killed runs have left on a bridge.</summary>
    /// <returns>Their names.</returns>
    public async Task<IReadOnlyList<string>> RemoveLeftoversAsync(OvsSwitch ovs, string bridge, CancellationToken cancellationToken)
    {
        IReadOnlyList<OvsPort> ports = await ovs.GetPortsAsync(bridge, cancellationToken).ConfigureAwait(false);
        List<string> left = [];
        // A file of its own: the locks that it gets belong to it, and end with it.
        using FileRangeLock others = OpenLock();
        foreach (OvsPort port in ports.Where(IsProbe))
        {
            if (await others.TryLockAsync(Offset(Guid.Parse(port.ExternalIds[RunId])), TimeSpan.Zero, cancellationToken).ConfigureAwait(false))
                left.Add(port.Name);
        }
        if (left.Count > 0)
            await ovs.RemovePortsAsync(left, cancellationToken).ConfigureAwait(false);
        return left;
    }

    public void Dispose() => _lock.Dispose();

    // Those of another state path are looked after by whoever works there.
    private bool IsProbe(OvsPort port) =>
        port.Name.Length == PortNameLength && port.Name.StartsWith(PortPrefix, StringComparison.Ordinal) && port.InterfaceType == "internal"
        && Guid.TryParse(port.ExternalIds.GetValueOrDefault(RunId), out _)
        && port.ExternalIds.GetValueOrDefault(StatePath) == _configuration.StatePath;

    private FileRangeLock OpenLock()
    {
        try
        {
            return FileRangeLock.Open(LockPath);
        }
        catch (LinuxException e) when (e.ErrorName is "EACCES" or "EPERM" or "EROFS")
        {
            throw StateDirectory.NotWritable(LockPath, e);
        }
    }

    private static long Offset(Guid id) => BinaryPrimitives.ReadInt64LittleEndian(id.ToByteArray()) & (long.MaxValue >> 1);
}
