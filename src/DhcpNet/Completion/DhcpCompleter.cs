using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using DhcpNet.Session;

namespace DhcpNet.Completion;

/// <summary>Offers values that begin with what was typed; offers nothing where they can't be had.</summary>
public abstract class DhcpCompleter : IArgumentCompleter
{
    // Somebody waits with a finger on the Tab key.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string begun = wordToComplete.Trim('\'', '"');
        try
        {
            DhcpSession session = DhcpSession.Current;
            using var patience = new CancellationTokenSource(Patience);
            IReadOnlyList<(string Value, string ToolTip)> values = Task.Run(() => ValuesAsync(session, parameterName, fakeBoundParameters, patience.Token)).GetAwaiter().GetResult();
            return [.. values.Where(v => v.Value.StartsWith(begun, StringComparison.OrdinalIgnoreCase)).Distinct().OrderBy(v => v.Value, StringComparer.OrdinalIgnoreCase).Select(Result)];
        }
        catch (Exception e) when (e is DhcpNetException or IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            return [];
        }
    }

    /// <summary>All values, each with what to show beside it.</summary>
    /// <param name="session">Where they are looked up.</param>
    /// <param name="parameter">The parameter that is typed.</param>
    /// <param name="given">The other parameters, as far as they are typed already.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    private protected abstract Task<IReadOnlyList<(string Value, string ToolTip)>> ValuesAsync(DhcpSession session, string parameter, IDictionary given, CancellationToken cancellationToken);

    private static CompletionResult Result((string Value, string ToolTip) value) =>
        new(Quote(value.Value), value.Value, CompletionResultType.ParameterValue, value.ToolTip.Length > 0 ? value.ToolTip : value.Value);

    // A word that begins with a hyphen is a parameter's name, unless it is quoted.
    private static string Quote(string value) =>
        value[0] != '-' && value.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '/') ? value : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
}
