using System.Globalization;

namespace DhcpNet;

/// <summary>How long one step of a bulk run took, over all networks.</summary>
/// <param name="Step">The step.</param>
/// <param name="Time">All networks' times together; of what is done for many at once, the time of that.</param>
public sealed record NetworkDhcpStepTime(string Step, TimeSpan Time)
{
    /// <summary>The step and its time.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Step} {Time.TotalSeconds:F2} s");
}
