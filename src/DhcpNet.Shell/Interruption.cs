using System.Management.Automation;
using System.Runtime.InteropServices;

namespace DhcpNet.Shell;

/// <summary>Turns Ctrl+C and requests to terminate into an orderly stop of the running pipeline.</summary>
internal sealed class Interruption : IDisposable
{
    private const int SignalStatusBase = 128;
    private const int HangUp = 1;
    private const int Interrupt = 2;
    private const int Terminate = 15;

    /// <summary>How long a pipeline may take to clean up.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly bool _returnsToPrompt;
    private readonly PosixSignalRegistration[] _registrations;
    private PowerShell? _running;
    private Timer? _deadline;

    /// <param name="returnsToPrompt">Ctrl+C ends the pipeline, not the program.</param>
    public Interruption(bool returnsToPrompt)
    {
        _returnsToPrompt = returnsToPrompt;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, c => Handle(c, Interrupt)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => Handle(c, Terminate)),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, c => Handle(c, HangUp)),
        ];
    }

    /// <summary>The status to end with, once a signal asked the program to end.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Runs a pipeline that a signal may stop.</summary>
    public void While(PowerShell pipeline, Action invoke)
    {
        lock (_lock)
            _running = pipeline;
        try
        {
            invoke();
        }
        finally
        {
            lock (_lock)
                _running = null;
        }
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _deadline?.Dispose();
    }

    private void Handle(PosixSignalContext context, int signal)
    {
        // A command of the pipeline has registered for the signal since, and ends by itself: those are called first.
        if (context.Cancel)
            return;
        context.Cancel = true;
        lock (_lock)
        {
            bool endsProgram = signal != Interrupt || !_returnsToPrompt;
            int status = SignalStatusBase + signal;
            if (endsProgram && (_running is null || ExitCode is not null))
                Environment.Exit(status);
            if (endsProgram)
            {
                ExitCode = status;
                _deadline = new Timer(_ => Environment.Exit(status), null, Grace, Timeout.InfiniteTimeSpan);
            }
            _running?.BeginStop(null, null);
        }
    }
}
