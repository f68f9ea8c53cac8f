namespace DhcpNet.Shell;

/// <summary>What could stand in a part of the line.</summary>
/// <param name="Start">Where that part begins.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Texts">What could stand there instead.</param>
/// <param name="Labels">What to call each in a list.</param>
internal sealed record Completions(int Start, int Length, IReadOnlyList<string> Texts, IReadOnlyList<string> Labels)
{
    public static readonly Completions None = new(0, 0, [], []);
}
