namespace DhcpNet.Shell;

/// <summary>What the program was asked to do.</summary>
internal enum StartMode
{
    /// <summary>A prompt.</summary>
    Interactive,

    /// <summary>Run a script file.</summary>
    File,

    /// <summary>Run statements given as an option.</summary>
    Command,

    /// <summary>Run statements read from standard input.</summary>
    StandardInput,

    /// <summary>Print the version.</summary>
    Version,

    /// <summary>Print the usage.</summary>
    Help,
}
