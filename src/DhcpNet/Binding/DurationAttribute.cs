using System.Globalization;
using System.Management.Automation;

namespace DhcpNet.Binding;

/// <summary>Takes a time as a TimeSpan, as seconds, or as 'infinite'.</summary>
public sealed class DurationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null => null,
            TimeSpan time => time,
            string text when text.Equals("infinite", StringComparison.OrdinalIgnoreCase) => Timeout.InfiniteTimeSpan,
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) => Seconds(seconds),
            string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time) => time,
            int or long or double => Seconds(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            _ => throw new ArgumentTransformationMetadataException($"'{value}' is not a time: give seconds, a TimeSpan such as 0:30:00, or 'infinite'."),
        };
    }

    // -1 is Neutron's word for it
    private static TimeSpan Seconds(double seconds)
    {
        if (seconds == -1)
            return Timeout.InfiniteTimeSpan;
        return Math.Abs(seconds) <= int.MaxValue
            ? TimeSpan.FromSeconds(seconds)
            : throw new ArgumentTransformationMetadataException($"'{seconds}' is not a time: give {int.MaxValue} seconds at most, or 'infinite'.");
    }
}
