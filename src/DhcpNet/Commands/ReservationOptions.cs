using System.Collections;
using System.Management.Automation;

namespace DhcpNet.Commands;

/// <summary>Reads the options that a user gives a reservation.</summary>
internal static class ReservationOptions
{
    private const string Ipv6Prefix = "option6:";
    private const string Ipv4Prefix = "option:";

    /// <summary>The options of a dictionary and the client id; null where neither was given.</summary>
    public static IReadOnlyList<ExtraDhcpOption>? Read(IDictionary? options, string? clientId)
    {
        if (options is null && clientId is null)
            return null;
        List<ExtraDhcpOption> read = [];
        if (clientId is not null)
            read.Add(new ExtraDhcpOption(ExtraDhcpOption.ClientId, clientId.Length == 0 ? null : clientId));
        foreach (DictionaryEntry entry in options ?? new Hashtable())
            read.Add(Read(entry.Key.ToString()!, Text(entry.Value)));
        return [.. read.OrderBy(o => o.IpVersion).ThenBy(o => o.OptName, StringComparer.Ordinal)];
    }

    private static ExtraDhcpOption Read(string name, string? value)
    {
        if (name.StartsWith(Ipv6Prefix, StringComparison.OrdinalIgnoreCase))
            return new ExtraDhcpOption(name[Ipv6Prefix.Length..], value, 6);
        return new ExtraDhcpOption(name.StartsWith(Ipv4Prefix, StringComparison.OrdinalIgnoreCase) ? name[Ipv4Prefix.Length..] : name, value);
    }

    // several values of one option are separated by commas, as dnsmasq takes them
    private static string? Text(object? value) => value switch
    {
        null => null,
        PSObject wrapped => Text(wrapped.BaseObject),
        object[] values => string.Join(",", values.Select(Text)),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
    };
}
