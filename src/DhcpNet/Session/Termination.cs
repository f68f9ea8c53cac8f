using System.Runtime.InteropServices;

namespace DhcpNet.Session;

/// <summary>
/// Ends a command that runs until it is stopped when the process is asked to end (SIGTERM, by systemd for example). The pipeline ends in
/// order then, and the process with it, with exit code 0; PowerShell by itself would just die.
/// </summary>
internal sealed class Termination : IDisposable
{
    private readonly object _gate = new();
    private readonly CancellationTokenSource _ended;
    private readonly PosixSignalRegistration _registration;
    private bool _isDisposed;

    /// <summary>Begins to listen.</summary>
    /// <param name="stop">What ends the command otherwise.</param>
    public Termination(CancellationToken stop)
    {
        _ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
    }

    /// <summary>Cancelled when the command is to end, for whatever reason.</summary>
    public CancellationToken Token => _ended.Token;

    public void Dispose()
    {
        _registration.Dispose();
        lock (_gate)
            _isDisposed = true;
        _ended.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        lock (_gate)
        {
            // It came when the command had ended already: then it is the host's.
            if (_isDisposed)
                return;
            context.Cancel = true;
            _ended.CancelAsync();
        }
    }
}
