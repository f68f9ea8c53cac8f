namespace DhcpNet.Session;

/// <summary>How far a piece of work is.</summary>
/// <param name="Status">What is done, in words.</param>
/// <param name="Fraction">How much of it, from 0 to 1; null where that is not known.</param>
/// <param name="Left">How long it will take; null where that is not known.</param>
internal sealed record ProgressReport(string Status, double? Fraction = null, TimeSpan? Left = null)
{
    /// <summary>There is nothing to be done until something happens: nothing is shown.</summary>
    public static ProgressReport Idle { get; } = new("idle");
}
