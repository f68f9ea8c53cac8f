using System.Text;

namespace DhcpNet.Shell;

/// <summary>Draws the line being edited behind its prompt, over as many rows as it takes, and nothing that stands above it.</summary>
internal sealed class LineScreen(ITerminal terminal, string prompt)
{
    private const string Escape = "\u001b[";

    private int _cursorRow;

    /// <param name="text">The line.</param>
    /// <param name="cursor">The place in it where the cursor stands.</param>
    public void Draw(string text, int cursor)
    {
        var output = new StringBuilder();
        output.Append(ToStart()).Append(prompt).Append(text.Replace("\n", "\r\n", StringComparison.Ordinal));
        (int endRow, int endColumn) = Position(text);
        // A terminal leaves the cursor behind the last column until the next character: move it, so that rows count as drawn.
        if (endColumn == 0 && endRow > 0 && !text.EndsWith('\n'))
            output.Append(" \r");
        output.Append(Escape).Append('J');
        (int row, int column) = Position(text[..cursor]);
        if (endRow > row)
            output.Append(Escape).Append(endRow - row).Append('A');
        output.Append('\r');
        if (column > 0)
            output.Append(Escape).Append(column).Append('C');
        _cursorRow = row;
        terminal.Write(output.ToString());
    }

    /// <summary>Leaves the line as it stands and goes below it.</summary>
    public void Finish(string text, string mark = "")
    {
        Draw(text, text.Length);
        terminal.Write(mark + "\r\n");
        _cursorRow = 0;
    }

    /// <summary>Shows something below the line and begins anew under it.</summary>
    public void ShowBelow(string text, IEnumerable<string> lines)
    {
        Finish(text);
        foreach (string line in lines)
            terminal.Write(line + "\r\n");
    }

    /// <summary>Empties the terminal; the line goes to its top.</summary>
    public void Clear()
    {
        terminal.Write($"{Escape}H{Escape}2J");
        _cursorRow = 0;
    }

    private string ToStart() => _cursorRow > 0 ? $"\r{Escape}{_cursorRow}A" : "\r";

    private (int Row, int Column) Position(string text)
    {
        int width = Math.Max(terminal.Width, 1);
        int row = 0;
        int column = 0;
        foreach (Rune rune in (PlainText.Of(prompt) + text).EnumerateRunes())
        {
            if (rune.Value == '\n')
            {
                (row, column) = (row + 1, 0);
                continue;
            }
            int cells = CellWidth.Of(rune);
            // A wide character that does not fit goes to the next row whole.
            if (column + cells > width)
                (row, column) = (row + 1, 0);
            column += cells;
        }
        return column == width ? (row + 1, 0) : (row, column);
    }
}
