namespace DhcpNet.Shell;

/// <summary>The person's terminal: keys in, text and control sequences out.</summary>
internal interface ITerminal
{
    /// <summary>Columns.</summary>
    int Width { get; }

    /// <summary>Waits for a key, which is not echoed. Ctrl+C is a key like any other.</summary>
    ConsoleKeyInfo ReadKey();

    /// <summary>Whether a key waits already, as while text is being pasted.</summary>
    bool KeyAvailable { get; }

    void Write(string text);
}
