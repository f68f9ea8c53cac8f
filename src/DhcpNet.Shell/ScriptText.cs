using System.Management.Automation.Language;
using System.Text;

namespace DhcpNet.Shell;

/// <summary>PowerShell text that the program writes or looks into.</summary>
internal static class ScriptText
{
    /// <summary>The statement that runs a script with the arguments as pwsh -File passes them: <c>-Name value</c>, <c>-Switch:$false</c>, plain strings.</summary>
    public static string Invocation(string path, IEnumerable<string> arguments)
    {
        var text = new StringBuilder("& ").Append(Quote(path));
        foreach (string argument in arguments)
            text.Append(' ').Append(Argument(argument));
        // 'exit' ends a script file only, and leaves its status behind. A native command's status alone leaves $? true;
        // a script that could not be read, or did not take its arguments, makes it false without a status.
        return text.Append("; if (-not $?) { if ($global:LASTEXITCODE) { exit $global:LASTEXITCODE } else { exit 1 } }").ToString();
    }

    /// <summary>Whether the statements are unfinished, so that a next line belongs to them.</summary>
    public static bool IsIncomplete(string text)
    {
        Parser.ParseInput(text, out _, out ParseError[] errors);
        return errors.Any(e => e.IncompleteInput);
    }

    /// <summary>Whether the statements name <c>$input</c>. Only then is standard input read, so that one which never ends is no trap.</summary>
    public static bool ReadsInput(string text) =>
        Parser.ParseInput(text, out _, out _).Find(IsInputVariable, searchNestedScriptBlocks: true) is not null;

    private static bool IsInputVariable(Ast ast) =>
        ast is VariableExpressionAst variable && variable.VariablePath.UserPath.Equals("input", StringComparison.OrdinalIgnoreCase);

    private static string Argument(string argument)
    {
        int colon = argument.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? argument : argument[..colon];
        if (!IsParameterName(name))
            return Quote(argument);
        return colon < 0 ? name : $"{name}:{Value(argument[(colon + 1)..])}";
    }

    private static string Value(string value) => value.ToUpperInvariant() switch
    {
        "$TRUE" or "TRUE" => "$true",
        "$FALSE" or "FALSE" => "$false",
        _ => Quote(value),
    };

    private static bool IsParameterName(string text) =>
        text.Length > 1 && text[0] == '-' && (char.IsLetter(text[1]) || text[1] == '_') && text.Skip(2).All(c => char.IsLetterOrDigit(c) || c is '_' or '-');

    private static string Quote(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";
}
