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
            IReadOnlyList<(string Value, string ToolTip)> values = Task.Run(() => ValuesAsync(session, patience.Token)).GetAwaiter().GetResult();
            return [.. values.Where(v => v.Value.StartsWith(begun, StringComparison.OrdinalIgnoreCase)).Distinct().OrderBy(v => v.Value, StringComparer.OrdinalIgnoreCase).Select(Result)];
        }
        catch (Exception e) when (e is DhcpNetException or IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            return [];
        }
    }

    /// <summary>All values, each with what to show beside it.</summary>
    private protected abstract Task<IReadOnlyList<(string Value, string ToolTip)>> ValuesAsync(DhcpSession session, CancellationToken cancellationToken);

    private static CompletionResult Result((string Value, string ToolTip) value) =>
        new(Quote(value.Value), value.Value, CompletionResultType.ParameterValue, value.ToolTip.Length > 0 ? value.ToolTip : value.Value);

    private static string Quote(string value) =>
        value.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '/') ? value : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
}
