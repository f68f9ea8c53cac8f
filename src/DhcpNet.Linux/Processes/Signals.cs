namespace DhcpNet.Linux;

/// <summary>Numbers of signals (signal(7)), the same on x86-64 and ARM.</summary>
public static class Signals
{
    /// <summary>SIGHUP; daemons take it for "read your configuration again".</summary>
    public const int Hangup = 1;

    /// <summary>SIGINT.</summary>
    public const int Interrupt = 2;

    /// <summary>SIGKILL, which can't be caught.</summary>
    public const int Kill = 9;

    /// <summary>SIGTERM, the request to end.</summary>
    public const int Terminate = 15;

    /// <summary>SIGCONT.</summary>
    public const int Continue = 18;

    /// <summary>SIGSTOP, which can't be caught.</summary>
    public const int Stop = 19;
}
