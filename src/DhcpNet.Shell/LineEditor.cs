namespace DhcpNet.Shell;

/// <summary>Reads a line from a terminal: moving about in it, history, completion. The keys are those of bash and PSReadLine.</summary>
/// <param name="terminal">Where.</param>
/// <param name="history">What Up and Down bring back.</param>
/// <param name="complete">Answers Tab: what could stand at a place in the line.</param>
internal sealed class LineEditor(ITerminal terminal, History history, Func<string, int, Completions> complete)
{
    private LineScreen _screen = null!;
    private CompletionCycle? _cycle;
    private string _text = "";
    private int _cursor;
    private int _historyIndex;
    private string _unsent = "";
    private string _cut = "";

    public LineResult Read(string prompt)
    {
        _screen = new LineScreen(terminal, prompt);
        _historyIndex = history.Entries.Count;
        _unsent = "";
        _cycle = null;
        Set("", 0);
        while (true)
        {
            // Text that is being pasted is drawn once, when all of it is there.
            if (!terminal.KeyAvailable)
                _screen.Draw(_text, _cursor);
            if (Handle(terminal.ReadKey()) is LineResult result)
                return result;
        }
    }

    private LineResult? Handle(ConsoleKeyInfo key)
    {
        if (key.Key == ConsoleKey.Tab)
        {
            Complete(backwards: key.Modifiers.HasFlag(ConsoleModifiers.Shift));
            return null;
        }
        CompletionCycle? cycle = _cycle;
        _cycle = null;
        if (key.Key == ConsoleKey.Escape && cycle is not null)
            Set(cycle.OriginalText, cycle.OriginalCursor);
        else if (key.Modifiers.HasFlag(ConsoleModifiers.Control) && !key.Modifiers.HasFlag(ConsoleModifiers.Alt))
            return HandleControl(key);
        else if (key.Key == ConsoleKey.Enter || key.KeyChar is '\r' or '\n')
            return Finish(LineEnd.Entered);
        else if (key.Modifiers.HasFlag(ConsoleModifiers.Alt))
            HandleAlt(key.Key);
        else
            HandlePlain(key);
        return null;
    }

    private void HandlePlain(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.LeftArrow:
                _cursor = Before(_cursor);
                break;
            case ConsoleKey.RightArrow:
                _cursor = After(_cursor);
                break;
            case ConsoleKey.Home:
                _cursor = 0;
                break;
            case ConsoleKey.End:
                _cursor = _text.Length;
                break;
            case ConsoleKey.UpArrow:
                Recall(_historyIndex - 1);
                break;
            case ConsoleKey.DownArrow:
                Recall(_historyIndex + 1);
                break;
            case ConsoleKey.Backspace:
                Remove(Before(_cursor), _cursor);
                break;
            case ConsoleKey.Delete:
                Remove(_cursor, After(_cursor));
                break;
            case ConsoleKey.Escape:
                Set("", 0);
                break;
            default:
                if (!char.IsControl(key.KeyChar))
                    Insert(key.KeyChar.ToString());
                break;
        }
    }

    private LineResult? HandleControl(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.C:
                return Finish(LineEnd.Cancelled, "^C");
            case ConsoleKey.D when _text.Length == 0:
                return Finish(LineEnd.EndOfInput);
            case ConsoleKey.D:
                Remove(_cursor, After(_cursor));
                break;
            case ConsoleKey.J or ConsoleKey.M or ConsoleKey.Enter:
                return Finish(LineEnd.Entered);
            case ConsoleKey.A:
                _cursor = 0;
                break;
            case ConsoleKey.E:
                _cursor = _text.Length;
                break;
            case ConsoleKey.B:
                _cursor = Before(_cursor);
                break;
            case ConsoleKey.F:
                _cursor = After(_cursor);
                break;
            case ConsoleKey.P:
                Recall(_historyIndex - 1);
                break;
            case ConsoleKey.N:
                Recall(_historyIndex + 1);
                break;
            case ConsoleKey.H:
                Remove(Before(_cursor), _cursor);
                break;
            case ConsoleKey.W or ConsoleKey.Backspace:
                Cut(WordBefore(_cursor), _cursor);
                break;
            case ConsoleKey.U:
                Cut(0, _cursor);
                break;
            case ConsoleKey.K:
                Cut(_cursor, _text.Length);
                break;
            case ConsoleKey.Y:
                Insert(_cut);
                break;
            case ConsoleKey.L:
                _screen.Clear();
                break;
            case ConsoleKey.LeftArrow:
                _cursor = WordBefore(_cursor);
                break;
            case ConsoleKey.RightArrow:
                _cursor = WordAfter(_cursor);
                break;
        }
        return null;
    }

    private void HandleAlt(ConsoleKey key)
    {
        switch (key)
        {
            case ConsoleKey.B:
                _cursor = WordBefore(_cursor);
                break;
            case ConsoleKey.F:
                _cursor = WordAfter(_cursor);
                break;
            case ConsoleKey.D:
                Cut(_cursor, WordAfter(_cursor));
                break;
            case ConsoleKey.Backspace:
                Cut(WordBefore(_cursor), _cursor);
                break;
        }
    }

    private LineResult Finish(LineEnd end, string mark = "")
    {
        _screen.Finish(_text, mark);
        return new LineResult(end, end == LineEnd.Entered ? _text : "");
    }

    /// <summary>The first Tab completes as far as there is no choice and lists what there is; each further one takes the next of them.</summary>
    private void Complete(bool backwards)
    {
        if (_cycle is not null)
        {
            (string text, int cursor) = _cycle.Next(backwards);
            Set(text, cursor);
            return;
        }
        Completions found = complete(_text, _cursor);
        if (found.Texts.Count == 0)
            return;
        var cycle = new CompletionCycle(_text, _cursor, found);
        (string completed, int end) = cycle.CommonBeginning();
        if (found.Texts.Count > 1)
        {
            _screen.ShowBelow(_text, CompletionList.Lines(found.Labels, terminal.Width));
            _cycle = cycle;
        }
        Set(completed, end);
    }

    private void Recall(int index)
    {
        if (index < 0 || index > history.Entries.Count)
            return;
        if (_historyIndex == history.Entries.Count)
            _unsent = _text;
        _historyIndex = index;
        string entry = index == history.Entries.Count ? _unsent : history.Entries[index];
        Set(entry, entry.Length);
    }

    private void Set(string text, int cursor) => (_text, _cursor) = (text, cursor);

    private void Insert(string inserted) => Set(_text.Insert(_cursor, inserted), _cursor + inserted.Length);

    private void Remove(int start, int end) => Set(_text.Remove(start, end - start), start);

    private void Cut(int start, int end)
    {
        if (end > start)
            _cut = _text[start..end];
        Remove(start, end);
    }

    private int Before(int index) => index > 1 && char.IsLowSurrogate(_text[index - 1]) ? index - 2 : Math.Max(index - 1, 0);

    private int After(int index) =>
        index + 1 < _text.Length && char.IsHighSurrogate(_text[index]) ? index + 2 : Math.Min(index + 1, _text.Length);

    private int WordBefore(int index)
    {
        while (index > 0 && char.IsWhiteSpace(_text[index - 1]))
            index--;
        while (index > 0 && !char.IsWhiteSpace(_text[index - 1]))
            index--;
        return index;
    }

    private int WordAfter(int index)
    {
        while (index < _text.Length && char.IsWhiteSpace(_text[index]))
            index++;
        while (index < _text.Length && !char.IsWhiteSpace(_text[index]))
            index++;
        return index;
    }
}
