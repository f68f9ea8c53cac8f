using System.Diagnostics;
using System.Globalization;

namespace DhcpNet.SystemTests.Module;

/// <summary>A DHCP client's program that keeps running in the client's namespace until it is disposed of.</summary>
internal sealed class ClientProcess : IDisposable
{
    private readonly Process _process;

    private ClientProcess(Process process) => _process = process;

    public static ClientProcess Start(DhcpClient client, params string[] command)
    {
        Process process = Programs.Start("ip", ["netns", "exec", client.Name, .. command]);
        // A pipe that nobody empties would hold the client up.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ClientProcess(process);
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Sends a signal, such as <c>USR1</c>.</summary>
    public void Signal(string name) => Programs.Run("kill", $"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture));

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
