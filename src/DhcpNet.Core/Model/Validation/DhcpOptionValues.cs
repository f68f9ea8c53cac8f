using System.Buffers;
using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;
using System.Text;
using DhcpNet.Dnsmasq;

namespace DhcpNet.Validation;

/// <summary>
/// Which values dnsmasq takes for which option (2.90, option.c: parse_dhcp_opt). A line that it does not take is a message in its log, and
/// the option is not sent.
/// </summary>
internal static class DhcpOptionValues
{
    private const int MaxIPv4Bytes = 255;

    // Options whose values are addresses, by name or number.
    private static readonly FrozenSet<int> AddressesIPv4 =
        FrozenSet.ToFrozenSet([1, 3, 6, 7, 9, 16, 21, 28, 32, 33, 41, 42, 44, 45, 48, 49, 50, 54, 65, 68, 69, 70, 71, 74, 150, 255]);

    private static readonly FrozenSet<int> AddressesIPv6 = FrozenSet.ToFrozenSet([22, 23, 27, 28, 31]);

    // Options whose values are text or durations, whatever they look like.
    private static readonly FrozenSet<int> TextsIPv4 = FrozenSet.ToFrozenSet([12, 15, 17, 18, 40, 51, 58, 59, 64, 66, 67, 100, 101]);

    private static readonly FrozenSet<int> TextsIPv6 = FrozenSet.ToFrozenSet([15, 16, 41, 42, 59, 60]);

    // Options that dnsmasq sets itself: by number it takes text or octets for them, but no numbers.
    private static readonly FrozenSet<int> NoNumbersIPv4 = FrozenSet.ToFrozenSet([43, 52, 53, 55, 56, 57, 61, 81, 82, 118]);

    private const int DomainSearchIPv4 = 119;
    private const int SipServersIPv4 = 120;
    private const int RefreshTimeIPv6 = 32;
    private const int NtpServersIPv6 = 56;

    private static readonly FrozenSet<int> DomainsIPv6 = FrozenSet.ToFrozenSet([21, 24, 29, 30, 39]);

    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("0123456789./, ");
    private static readonly SearchValues<char> SignedCharacters = SearchValues.Create("0123456789-");
    private static readonly SearchValues<char> IPv6Characters = SearchValues.Create("0123456789abcdefABCDEF:.,[] ");
    private static readonly SearchValues<char> HexCharacters = SearchValues.Create("0123456789abcdefABCDEF:");

    /// <summary>Why dnsmasq would not take the value; null where it does.</summary>
    /// <param name="code">The option's number.</param>
    /// <param name="ipVersion">4 or 6.</param>
    /// <param name="value">The value, its quotation marks paired.</param>
    public static string? Explain(int code, int ipVersion, string value)
    {
        string text = HideQuoted(value);
        return ipVersion == 4 ? ExplainIPv4(code, text) : ExplainIPv6(code, text);
    }

    private static string? ExplainIPv4(int code, string text)
    {
        if (Encoding.UTF8.GetByteCount(text) > MaxIPv4Bytes)
            return $"it is longer than the {MaxIPv4Bytes} bytes that an option can have";
        if (AddressesIPv4.Contains(code))
            return IsIPv4List(text) ? null : "dnsmasq takes IPv4 addresses for it, with commas between them";
        if (TextsIPv4.Contains(code))
            return null;
        if (code == DomainSearchIPv4)
            return ExplainDomains(text);
        if (LooksLikeIPv4(text, NoNumbersIPv4.Contains(code)) && !IsIPv4List(text))
            return "dnsmasq takes it for IPv4 addresses, and they are not. Put text into double quotes, and write octets like 05:06";
        return code == SipServersIPv4 && !LooksLikeIPv4(text, false) && !IsNumber(text) ? ExplainDomains(text) : null;
    }

    private static string? ExplainIPv6(int code, string text)
    {
        if (AddressesIPv6.Contains(code))
            return IsIPv6List(text) ? null : "dnsmasq takes IPv6 addresses for it, like [fd00::1], with commas between them";
        if (TextsIPv6.Contains(code))
            return null;
        if (code == RefreshTimeIPv6)
            return IsTime(text) ? null : "it is a time, in seconds or like 12h";
        if (DomainsIPv6.Contains(code))
            return ExplainDomains(text);
        if (LooksLikeIPv6(text))
            return IsIPv6List(text) ? null : "dnsmasq takes it for IPv6 addresses, and they are not. Put text into double quotes";
        return code == NtpServersIPv6 && !IsHex(text) ? ExplainDomains(text) : null;
    }

    // What stands in double quotes is text, of which no character means anything; blanks at the ends are none of the value's.
    private static string HideQuoted(string value)
    {
        if (!value.Contains('"', StringComparison.Ordinal))
            return value.Trim(' ');
        StringBuilder text = new();
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] == '"')
            {
                int closing = DnsmasqText.FindClosingQuote(value, i);
                if (closing < 0)
                    break;
                text.Append(value[(i + 1)..closing].Replace('.', '_').Replace(',', '_').Replace(':', '_').Replace('\\', '_'));
                i = closing + 1;
                if (i == value.Length)
                    break;
            }
            text.Append(value[i]);
        }
        return text.ToString().Trim(' ');
    }

    private static bool LooksLikeIPv4(string text, bool numbersToo) =>
        text.Any(char.IsAsciiDigit)
        && ((!text.AsSpan().ContainsAnyExcept(AddressCharacters) && text[0] != '/' && (numbersToo || !IsNumber(text)))
            || (numbersToo && !text.AsSpan().ContainsAnyExcept(SignedCharacters)));

    private static bool IsTime(string text) =>
        text == "infinite" || (text.Length > 0 && IsNumber(text[^1] is 's' or 'm' or 'h' or 'd' or 'w' ? text[..^1] : text) && char.IsAsciiDigit(text[0]));

    private static bool IsNumber(string text) => text.All(char.IsAsciiDigit);

    private static bool IsIPv4List(string text) => text.Split(',').All(IsIPv4);

    // A length behind it, as in 10.0.0.0/8, is for routes, and not looked at elsewhere.
    private static bool IsIPv4(string text)
    {
        string address = text.Split('/', 2)[0].Trim(' ');
        return IPAddress.TryParse(address, out IPAddress? parsed) && parsed.ToString() == address && parsed.AddressFamily == AddressFamily.InterNetwork;
    }

    private static bool LooksLikeIPv6(string text) =>
        text.Contains(':', StringComparison.Ordinal) && !text.AsSpan().ContainsAnyExcept(IPv6Characters) && !IsHex(text);

    private static bool IsHex(string text) => !text.AsSpan().ContainsAnyExcept(HexCharacters);

    private static bool IsIPv6List(string text) => text.Split(',').All(IsIPv6);

    private static bool IsIPv6(string text)
    {
        string address = text.Trim(' ');
        // It does not ask whether brackets are paired.
        if (address.StartsWith('['))
            address = address[1..];
        if (address.EndsWith(']'))
            address = address[..^1];
        return !address.AsSpan().ContainsAny('[', ']', '%')
            && IPAddress.TryParse(address, out IPAddress? parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6;
    }

    // Stricter than dnsmasq, which takes some others: by the case of their letters, or because it looks at none behind an empty one.
    private static string? ExplainDomains(string text) =>
        text.Split(',').All(part => DnsmasqText.IsName(part.Trim(' ')) && part.Trim(' ').Split('.').All(HasFitHyphens))
            ? null
            : "its values are domains, of letters, digits and hyphens, with commas between them";

    // RFC 5891, section 4.2.3.1, which dnsmasq goes by for names with capital letters.
    private static bool HasFitHyphens(string label) =>
        !label.EndsWith('-') && (label.IndexOf("--", StringComparison.Ordinal) != 2 || label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase));
}
