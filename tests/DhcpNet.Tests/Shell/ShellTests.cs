using System.Diagnostics;

namespace DhcpNet.Tests.Shell;

/// <summary>What a person or a build script sees of the bundled host.</summary>
public sealed class ShellTests : IDisposable
{
    private const string Nothing = "";

    private readonly string _directory = Directory.CreateTempSubdirectory("dhcpnet-shell").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_script_gets_its_arguments_and_knows_its_place()
    {
        string script = Script("param([string] $Name, [switch] $Flag, [switch] $Off) \"$Name|$Flag|$Off|$args|$PSScriptRoot|$PSCommandPath\"");

        (int status, string output, string error) = await ShellProcess.RunAsync(Nothing, script, "-Name", "a 'b'", "-Flag", "-Off:$false", "rest", "-5");

        Assert.Equal((0, $"a 'b'|True|False|rest -5|{_directory}|{script}\n", ""), (status, output, error));
    }

    [Theory]
    [InlineData(5, "exit 5")]
    [InlineData(6, "function f { exit 6 }; f; exit 1")]
    [InlineData(0, "/bin/sh -c 'exit 3'; if ($LASTEXITCODE -ne 3) { exit 9 }")]
    [InlineData(1, "throw 'bad'")]
    [InlineData(1, "if (")]
    [InlineData(1, "[CmdletBinding()] param([Parameter(Mandatory)] $Needed)")]
    [InlineData(0, "Write-Error soft")]
    public async Task A_scripts_status_is_the_programs(int expected, string text)
    {
        (int status, _, _) = await ShellProcess.RunAsync(Nothing, "-File", Script(text));

        Assert.Equal(expected, status);
    }

    [Theory]
    [InlineData(7, "exit 7")]
    [InlineData(1, "throw 'bad'")]
    [InlineData(1, "nosuchcommand")]
    [InlineData(1, "/bin/sh -c 'exit 3'")]
    [InlineData(0, "nosuchcommand; 1")]
    public async Task The_last_statement_of_a_command_decides(int expected, string text)
    {
        (int status, _, _) = await ShellProcess.RunAsync(Nothing, "-Command", text);

        Assert.Equal(expected, status);
    }

    [Fact]
    public async Task Objects_go_to_standard_output_and_all_else_to_standard_error_without_colours()
    {
        const string Text = """
            [pscustomobject] @{ A = 1; B = 'x' }
            Write-Warning w
            Write-Verbose v -Verbose
            Write-Debug d -Debug
            Write-Error e
            Write-Progress p
            Write-Host h -ForegroundColor Red
            """;

        (_, string output, string error) = await ShellProcess.RunAsync(Nothing, "-Command", Text);

        // The engine holds a table back until it knows its width, so the other line may come before it.
        Assert.Equal(["- -", "1 x", "A B", "h"], Lines(output).Order(StringComparer.Ordinal));
        Assert.Equal(["WARNING: w", "VERBOSE: v", "DEBUG: d", "Write-Error: e"], Lines(error));
        Assert.DoesNotContain('\u001b', output + error);
    }

    [Fact]
    public async Task A_terminating_error_is_shown_with_its_place_and_no_stack_trace()
    {
        string script = Script("1\nthrow 'it is bad'");

        (_, _, string error) = await ShellProcess.RunAsync(Nothing, "-File", script);

        Assert.Contains($"{script}:2", error, StringComparison.Ordinal);
        Assert.Contains("it is bad", error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.Management", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PowerShells_own_modules_are_there()
    {
        const string Text = "3, 1, 2 | Sort-Object | Select-Object -First 2 | ConvertTo-Json -Compress; (Get-ChildItem / -Directory).Name -contains 'etc'; (Get-Module).Name | Sort-Object";

        (int status, string output, string error) = await ShellProcess.RunAsync(Nothing, "-Command", Text);

        Assert.Equal((0, "[1,2]\nTrue\nMicrosoft.PowerShell.Management\nMicrosoft.PowerShell.Utility\n", ""), (status, output, error));
    }

    [Fact]
    public async Task Statements_are_read_from_standard_input()
    {
        (int status, string output, _) = await ShellProcess.RunAsync("1 + 1\nif (1) {\n'two'\n}\nexit 4\n", "-Command", "-");

        Assert.Equal((4, "2\ntwo\n"), (status, output));
    }

    [Fact]
    public async Task Standard_input_is_the_commands_input()
    {
        (_, string output, _) = await ShellProcess.RunAsync("x\ny\n", "-Command", "$input | ForEach-Object { \"[$_]\" }");

        Assert.Equal("[x]\n[y]\n", output);
    }

    [Theory]
    [InlineData("$Host.UI.ReadLine()")]
    [InlineData("$Host.UI.PromptForChoice('', 'sure?', @('&Yes', '&No'), 0)")]
    [InlineData("function f { param([Parameter(Mandatory)] $Needed) }; f")]
    public async Task A_question_that_nobody_can_answer_is_an_error(string text)
    {
        (int status, _, string error) = await ShellProcess.RunAsync("y\n", "-NonInteractive", "-Command", text);

        Assert.Equal(1, status);
        Assert.Matches("not interactive|mandatory parameters: Needed", error);
    }

    [Fact]
    public async Task A_module_that_cannot_be_imported_ends_it()
    {
        (int status, string output, string error) = await ShellProcess.RunAsync(Nothing, "-Module", "/no/such.psd1", "-Command", "1");

        Assert.Equal((1, ""), (status, output));
        Assert.Contains("/no/such.psd1", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_lets_the_script_clean_up(string signal, int expected)
    {
        string script = Script("try { 'started'; while ($true) { [Threading.Thread]::Sleep(10) } } finally { [Console]::WriteLine('cleaned up') }");
        using Process process = ShellProcess.Start("-File", script);
        await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

        using Process kill = Process.Start("kill", ["-s", signal, $"{process.Id}"]);
        (int status, string output, _) = await ShellProcess.EndAsync(process);

        Assert.Equal((expected, "cleaned up\n"), (status, output));
    }

    private string Script(string text)
    {
        string path = Path.Combine(_directory, "script.ps1");
        File.WriteAllText(path, text);
        return path;
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
