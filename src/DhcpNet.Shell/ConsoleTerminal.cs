namespace DhcpNet.Shell;

/// <summary>The terminal that the program was started on.</summary>
internal sealed class ConsoleTerminal : ITerminal
{
    private const int DefaultWidth = 120;

    /// <summary>Where prompts go: to the terminal, also while output goes to a file.</summary>
    private static TextWriter Screen => Console.IsOutputRedirected ? Console.Error : Console.Out;

    public int Width => OutputWidth;

    public bool KeyAvailable => Console.KeyAvailable;

    /// <summary>The terminal's columns, or what COLUMNS says for a file or pipe.</summary>
    public static int OutputWidth
    {
        get
        {
            if (!Console.IsOutputRedirected && Console.WindowWidth > 0)
                return Console.WindowWidth;
            return int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), out int columns) && columns > 0 ? columns : DefaultWidth;
        }
    }

    public ConsoleKeyInfo ReadKey()
    {
        Console.TreatControlCAsInput = true;
        try
        {
            return Console.ReadKey(intercept: true);
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }

    public void Write(string text)
    {
        Screen.Write(text);
        Screen.Flush();
    }
}
