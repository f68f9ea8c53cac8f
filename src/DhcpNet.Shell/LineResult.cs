namespace DhcpNet.Shell;

/// <summary>How a line of input ended, and its text.</summary>
internal readonly record struct LineResult(LineEnd End, string Text);

internal enum LineEnd
{
    /// <summary>Enter.</summary>
    Entered,

    /// <summary>Ctrl+C.</summary>
    Cancelled,

    /// <summary>Ctrl+D on an empty line.</summary>
    EndOfInput,
}
