using System.Collections;
using System.Management.Automation;

namespace DhcpNet.SystemTests.Module;

/// <summary>What Test-NetworkDhcp put out, as a script sees it: the module's types are of its own load context, not of this program.</summary>
internal sealed record SeenTest(string Name, string Result, TimeSpan? RoundTripTime, string[] Problems, SeenTest.Check[] Checks)
{
    public static SeenTest Of(PSObject test) => new(
        Text(test, "Name")!,
        Text(test, "Result")!,
        (TimeSpan?)Value(test, "RoundTripTime"),
        [.. ((IEnumerable)Value(test, "Problems")!).Cast<string>()],
        [.. ((IEnumerable)Value(test, "Checks")!).Cast<object>().Select(PSObject.AsPSObject).Select(OfCheck)]);

    private static Check OfCheck(PSObject check) => new(
        Text(check, "Protocol")!,
        Text(check, "Question")!,
        Text(check, "Server"),
        Text(check, "Answer"),
        Value(check, "Reservation") is object port ? Text(PSObject.AsPSObject(port), "DnsName") : null,
        (TimeSpan?)Value(check, "RoundTripTime"),
        Text(check, "Result")!,
        Text(check, "Problem"),
        [.. ((IEnumerable)Value(check, "Mismatches")!).Cast<object>().Select(m => m.ToString()!)]);

    private static object? Value(PSObject value, string property) => value.Properties[property].Value;

    private static string? Text(PSObject value, string property) => Value(value, property)?.ToString();

    /// <summary>A question, and what came of it.</summary>
    public sealed record Check(
        string Protocol, string Question, string? Server, string? Answer, string? Reservation, TimeSpan? RoundTripTime, string Result, string? Problem, string[] Mismatches);
}
