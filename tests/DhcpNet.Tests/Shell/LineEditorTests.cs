using DhcpNet.Shell;

namespace DhcpNet.Tests.Shell;

public class LineEditorTests
{
    private const string Prompt = "PS> ";

    private readonly FakeTerminal _terminal = new();
    private readonly History _history = new();
    private Func<string, int, Completions> _complete = (_, _) => Completions.None;

    [Fact]
    public void What_is_typed_is_what_is_read()
    {
        _terminal.Type("Get-Command").Press(ConsoleKey.Enter);

        Assert.Equal(new LineResult(LineEnd.Entered, "Get-Command"), Read());
        Assert.Equal(["PS> Get-Command"], _terminal.Rows);
    }

    [Fact]
    public void Text_is_inserted_where_the_cursor_stands()
    {
        _terminal.Type("ac").Press(ConsoleKey.LeftArrow).Type("b").Press(ConsoleKey.Home).Type("<").Press(ConsoleKey.End).Type(">").Press(ConsoleKey.Enter);

        Assert.Equal("<abc>", Read().Text);
    }

    [Fact]
    public void Backspace_and_delete_take_one_character_each()
    {
        _terminal.Type("abcd").Press(ConsoleKey.Backspace, ConsoleKey.Home, ConsoleKey.Delete, ConsoleKey.Enter);

        Assert.Equal("bc", Read().Text);
    }

    [Fact]
    public void A_character_of_two_code_units_is_one_to_the_person()
    {
        _terminal.Type("a😀b").Press(ConsoleKey.LeftArrow, ConsoleKey.Backspace, ConsoleKey.Enter);

        Assert.Equal("ab", Read().Text);
    }

    [Fact]
    public void Words_and_halves_of_the_line_are_cut_and_pasted()
    {
        _terminal.Type("one two three").Control(ConsoleKey.W).Control(ConsoleKey.A).Control(ConsoleKey.Y).Type(" ").Control(ConsoleKey.K)
            .Control(ConsoleKey.A).Type("_").Press(ConsoleKey.Enter);

        Assert.Equal("_three ", Read().Text);
    }

    [Fact]
    public void Control_U_clears_what_is_left_of_the_cursor()
    {
        _terminal.Type("abc").Press(ConsoleKey.LeftArrow).Control(ConsoleKey.U).Press(ConsoleKey.Enter);

        Assert.Equal("c", Read().Text);
    }

    [Fact]
    public void Control_C_abandons_the_line()
    {
        _terminal.Type("abc").Control(ConsoleKey.C);

        Assert.Equal(new LineResult(LineEnd.Cancelled, ""), Read());
        Assert.Equal(["PS> abc^C"], _terminal.Rows);
    }

    [Fact]
    public void Control_D_ends_input_only_on_an_empty_line()
    {
        _terminal.Type("ab").Press(ConsoleKey.LeftArrow).Control(ConsoleKey.D).Press(ConsoleKey.Backspace).Control(ConsoleKey.D);

        Assert.Equal(LineEnd.EndOfInput, Read().End);
    }

    [Fact]
    public void Up_and_down_walk_through_history_and_back_to_what_was_being_typed()
    {
        _history.Add("first");
        _history.Add("second");
        _terminal.Type("new").Press(ConsoleKey.UpArrow, ConsoleKey.UpArrow, ConsoleKey.UpArrow, ConsoleKey.DownArrow, ConsoleKey.DownArrow).Type("!")
            .Press(ConsoleKey.Enter);

        Assert.Equal("new!", Read().Text);
    }

    [Fact]
    public void A_recalled_line_can_be_edited()
    {
        _history.Add("Get-Thing");
        _terminal.Press(ConsoleKey.UpArrow).Type("s").Press(ConsoleKey.Enter);

        Assert.Equal("Get-Things", Read().Text);
    }

    [Fact]
    public void A_line_longer_than_the_terminal_is_drawn_once()
    {
        var narrow = new FakeTerminal(width: 10);
        narrow.Type("abcdefghijklmnop").Press(ConsoleKey.Home).Type("_").Press(ConsoleKey.Enter);

        Assert.Equal("_abcdefghijklmnop", Read(narrow).Text);
        Assert.Equal(["PS> _abcde", "fghijklmno", "p"], narrow.Rows);
    }

    [Fact]
    public void A_line_that_fills_a_row_exactly_is_drawn_once()
    {
        var narrow = new FakeTerminal(width: 10);
        narrow.Type("abcdef").Press(ConsoleKey.LeftArrow, ConsoleKey.RightArrow, ConsoleKey.Enter);

        Read(narrow);

        Assert.Equal("PS> abcdef", narrow.Rows[0]);
        Assert.All(narrow.Rows.Skip(1), row => Assert.Equal("", row));
    }

    [Fact]
    public void Tab_completes_the_only_possibility()
    {
        _complete = (_, _) => new Completions(0, 2, ["Get-Command"], ["Get-Command"]);
        _terminal.Type("ge").Press(ConsoleKey.Tab).Type(" x").Press(ConsoleKey.Enter);

        Assert.Equal("Get-Command x", Read().Text);
    }

    [Fact]
    public void Tab_lists_several_possibilities_and_completes_what_they_share()
    {
        _complete = TwoCommands;
        _terminal.Type("x;wr").Press(ConsoleKey.Tab, ConsoleKey.Enter);

        Assert.Equal("x;Write-", Read().Text);
        Assert.Equal(["PS> x;wr", "Write-Host    Write-Output", "PS> x;Write-"], _terminal.Rows);
    }

    [Fact]
    public void Further_tabs_try_one_after_the_other()
    {
        _complete = TwoCommands;
        _terminal.Type("x;wr").Press(ConsoleKey.Tab, ConsoleKey.Tab, ConsoleKey.Tab).ShiftTab().Press(ConsoleKey.Enter);

        Assert.Equal("x;Write-Host", Read().Text);
    }

    [Fact]
    public void Escape_takes_a_completion_back()
    {
        _complete = TwoCommands;
        _terminal.Type("x;wr").Press(ConsoleKey.Tab, ConsoleKey.Tab, ConsoleKey.Escape, ConsoleKey.Enter);

        Assert.Equal("x;wr", Read().Text);
    }

    private static Completions TwoCommands(string text, int cursor) => new(2, 2, ["Write-Host", "Write-Output"], ["Write-Host", "Write-Output"]);

    private LineResult Read() => Read(_terminal);

    private LineResult Read(FakeTerminal terminal) => new LineEditor(terminal, _history, _complete).Read(Prompt);
}
