using System.Text;
using System.Text.RegularExpressions;
using DhcpNet.Shell;

namespace DhcpNet.Tests.Shell;

/// <summary>A terminal of a few rows that interprets what the editor writes, with somebody typing at it.</summary>
internal sealed partial class FakeTerminal(int width = 80) : ITerminal
{
    private readonly Queue<ConsoleKeyInfo> _keys = [];
    private readonly List<StringBuilder> _rows = [new()];
    private int _row;
    private int _column;

    public int Width => width;

    public bool KeyAvailable => false;

    /// <summary>What stands on the screen.</summary>
    public IReadOnlyList<string> Rows => [.. _rows.Select(r => r.ToString().TrimEnd())];

    public FakeTerminal Type(string text)
    {
        foreach (char c in text)
            _keys.Enqueue(new ConsoleKeyInfo(c, ConsoleKey.None, shift: false, alt: false, control: false));
        return this;
    }

    public FakeTerminal Press(params ConsoleKey[] keys)
    {
        foreach (ConsoleKey key in keys)
            _keys.Enqueue(new ConsoleKeyInfo('\0', key, shift: false, alt: false, control: false));
        return this;
    }

    public FakeTerminal Control(ConsoleKey key)
    {
        _keys.Enqueue(new ConsoleKeyInfo('\0', key, shift: false, alt: false, control: true));
        return this;
    }

    public FakeTerminal ShiftTab()
    {
        _keys.Enqueue(new ConsoleKeyInfo('\t', ConsoleKey.Tab, shift: true, alt: false, control: false));
        return this;
    }

    public ConsoleKeyInfo ReadKey() => _keys.Dequeue();

    public void Write(string text)
    {
        foreach (Match token in Token().Matches(text))
            Interpret(token);
    }

    private void Interpret(Match token)
    {
        int count = token.Groups["n"].Value is { Length: > 0 } digits ? int.Parse(digits, null) : 1;
        switch (token.Groups["final"].Value)
        {
            case "A":
                _row -= count;
                return;
            case "C":
                _column += count;
                return;
            case "H":
                (_row, _column) = (0, 0);
                return;
            case "J" when count == 2:
                _rows.Clear();
                return;
            case "J":
                _rows.RemoveRange(Math.Min(_row + 1, _rows.Count), Math.Max(_rows.Count - _row - 1, 0));
                if (_row < _rows.Count)
                    _rows[_row].Length = Math.Min(_rows[_row].Length, _column);
                return;
        }
        if (token.Value == "\r")
            _column = 0;
        else if (token.Value == "\n")
            _row++;
        else
            Put(token.Value[0]);
    }

    private void Put(char c)
    {
        // The cursor waits behind the last column.
        if (_column == width)
            (_row, _column) = (_row + 1, 0);
        while (_rows.Count <= _row)
            _rows.Add(new StringBuilder());
        StringBuilder row = _rows[_row];
        if (row.Length <= _column)
            row.Append(' ', _column - row.Length + 1);
        row[_column++] = c;
    }

    [GeneratedRegex(@"\u001b\[(?<n>\d*)(?<final>[A-Za-z])|[\s\S]")]
    private static partial Regex Token();
}
