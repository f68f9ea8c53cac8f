using System.Globalization;
using System.Net;
using DhcpNet.Validation;

namespace DhcpNet.Configuration.Import;

/// <summary>Values as oslo.config's types read them (oslo_config.types). What can't be read is a <see cref="FormatException"/> whose message is the rule.</summary>
internal static class OsloValue
{
    private static readonly string[] True = ["true", "1", "on", "yes"];
    private static readonly string[] False = ["false", "0", "off", "no"];

    public static bool Boolean(string text)
    {
        if (True.Contains(text, StringComparer.OrdinalIgnoreCase))
            return true;
        return False.Contains(text, StringComparer.OrdinalIgnoreCase) ? false : throw new FormatException("give true or false");
    }

    public static int Integer(string text) =>
        int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new FormatException($"give a whole number, {int.MaxValue} at most");

    public static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(Integer(text));

    /// <summary>Seconds that need not be whole.</summary>
    public static TimeSpan FractionalSeconds(string text) =>
        double.TryParse(text.Trim(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && Math.Abs(seconds) <= int.MaxValue
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException($"give a number of seconds, {int.MaxValue} at most");

    /// <summary>A lease's duration in seconds; -1 is for ever.</summary>
    public static TimeSpan Lease(string text) => Integer(text) is var seconds && seconds == -1 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds);

    /// <summary>Addresses with commas between them.</summary>
    public static IReadOnlyList<IPAddress> Addresses(string text)
    {
        string list = text.Trim().TrimEnd(',');
        return list.Length == 0 ? [] : [.. list.Split(',').Select(Address)];
    }

    private static IPAddress Address(string text) =>
        IPAddressText.TryParse(text.Trim(), out IPAddress? address)
            ? address
            : throw new FormatException("give IP addresses with commas between them, such as 9.9.9.9, 149.112.112.112");
}
