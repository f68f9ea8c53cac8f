using DhcpNet.Linux;
using DhcpNet.Setup;

namespace DhcpNet.Agent;

/// <summary>Keeps two agents from serving one state directory. The kernel gives the lock back when its holder dies.</summary>
internal sealed class AgentLock : IDisposable
{
    private const long Offset = 0;

    private readonly FileRangeLock _file;

    private AgentLock(FileRangeLock file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="DhcpNetException">Another agent has it (<c>AgentRunning</c>), or the state path can't be written.</exception>
    public static async Task<AgentLock> AcquireAsync(DhcpConfiguration configuration, CancellationToken cancellationToken)
    {
        StateDirectory.Ensure(configuration.StatePath);
        FileRangeLock file = Open(PathOf(configuration));
        try
        {
            if (await file.TryLockAsync(Offset, TimeSpan.Zero, cancellationToken).ConfigureAwait(false))
                return new AgentLock(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
        file.Dispose();
        string who = AgentStatusFile.Read(configuration).ProcessId is int processId ? $", process {processId}," : "";
        throw new DhcpNetException("AgentRunning", DhcpNetErrorKind.Conflict,
            $"Another agent{who} serves the networks of '{configuration.StatePath}' already. Get-DhcpAgent tells how it stands; end it first, or give this one a state path of its own with Set-DhcpConfiguration -StatePath.", configuration.StatePath);
    }

    /// <summary>Whether an agent has the lock.</summary>
    /// <exception cref="DhcpNetException">The caller may not look.</exception>
    public static bool IsHeld(DhcpConfiguration configuration)
    {
        string path = PathOf(configuration);
        if (!File.Exists(path))
            return false;
        using FileRangeLock file = Open(path);
        return file.IsHeldByOther(Offset);
    }

    public void Dispose() => _file.Dispose();

    private static string PathOf(DhcpConfiguration configuration) => Path.Combine(configuration.StatePath, "agent.lock");

    private static FileRangeLock Open(string path)
    {
        try
        {
            return FileRangeLock.Open(path);
        }
        catch (LinuxException e) when (e.ErrorName is "EACCES" or "EPERM" or "EROFS")
        {
            throw StateDirectory.NotWritable(path, e);
        }
    }
}
