using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace DhcpNet.SystemTests.Module;

/// <summary>A DHCP client's program that keeps running in the client's namespace until it is disposed of.</summary>
internal sealed class ClientProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private ClientProcess(Process process) => _process = process;

    /// <param name="client">The client.</param>
    /// <param name="events">What the program's script writes.</param>
    /// <param name="command">The program and its arguments.</param>
    public static ClientProcess Start(DhcpClient client, ClientEvents events, params string[] command)
    {
        Process process = Programs.Start("ip", ["netns", "exec", client.Name, .. command]);
        ClientProcess started = new(process);
        process.OutputDataReceived += (_, line) => started.Hear(line.Data);
        process.ErrorDataReceived += (_, line) => started.Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        events.Client = started;
        return started;
    }

    public bool HasExited => _process.HasExited;

    /// <summary>What it has printed so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    /// <summary>Sends a signal, such as <c>USR1</c>.</summary>
    public void Signal(string name) => Programs.Run("kill", $"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture));

    private void Hear(string? line)
    {
        lock (_said)
            _said.AppendLine(line);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
