using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DhcpNet.Neutron.Messaging;

/// <summary>
/// Where the brokers are and who logs in, in the notation of oslo.messaging's <c>transport_url</c>:
/// <c>rabbit://user:password@host1:5672,user:password@host2:5672/virtual-host?ssl=1</c>.
/// </summary>
public sealed class TransportUrl
{
    /// <summary>The port of a broker for which none is given, with TLS too, as oslo.messaging has it.</summary>
    public const int DefaultPort = 5672;

    private const string Prefix = "rabbit://";
    private const string Form = "rabbit://user:password@host:5672/virtual-host";
    private const string Encoding = "Of a user name or password, write '@' as %40, ':' as %3A, '/' as %2F, ',' as %2C, '?' as %3F, '#' as %23 and '%' as %25.";

    private TransportUrl(IReadOnlyList<TransportHost> hosts, string virtualHost, bool? useTls)
    {
        Hosts = hosts;
        VirtualHost = virtualHost;
        UseTls = useTls;
    }

    /// <summary>The brokers, at least one.</summary>
    public IReadOnlyList<TransportHost> Hosts { get; }

    /// <summary>The virtual host; <c>/</c> where none is given.</summary>
    public string VirtualHost { get; }

    /// <summary>What <c>ssl=</c> says of TLS; null: nothing.</summary>
    public bool? UseTls { get; }

    /// <summary>Whether each broker has a user name and a password.</summary>
    public bool HasCredentials => Hosts.All(h => h.UserName is not null && h.Password is not null);

    /// <summary>Whether any broker has a password.</summary>
    public bool HasPassword => Hosts.Any(h => h.Password is not null);

    /// <summary>Reads a URL.</summary>
    /// <exception cref="TransportUrlException">The text is none; what it might hold of a password is not in the message.</exception>
    public static TransportUrl Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.Trim();
        if (!text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            throw new TransportUrlException(ExplainScheme(text));
        if (text.AsSpan().ContainsAnyInRange('\0', ' '))
            throw new TransportUrlException($"The transport URL has a space or a control character in it. Write it like {Form}.");

        string rest = text[Prefix.Length..];
        int end = rest.IndexOfAny(['/', '?', '#']);
        string authority = end < 0 ? rest : rest[..end];
        string tail = end < 0 ? "" : rest[end..];
        // Whatever stands before an '@' may be a password: one that was cut at its '/' is not to be shown as a host.
        if (tail.Contains('@'))
            throw new TransportUrlException($"The transport URL has an '@' behind the hosts. {Encoding}");
        int query = tail.IndexOf('?');
        if (tail.Contains('#'))
            throw new TransportUrlException($"The transport URL has a '#', which it has no use for. {Encoding}");
        string path = query < 0 ? tail : tail[..query];
        string virtualHost = path.Length > 1 ? Uri.UnescapeDataString(path[1..]) : "/";
        return new TransportUrl(ParseHosts(authority), virtualHost, query < 0 ? null : ParseQuery(tail[(query + 1)..]));
    }

    /// <summary>The same brokers, all with one user name and password.</summary>
    public TransportUrl WithCredentials(string userName, string password) =>
        new([.. Hosts.Select(h => new TransportHost(h.HostName, h.Port, userName, password))], VirtualHost, UseTls);

    /// <summary>The URL without passwords.</summary>
    public override string ToString()
    {
        string hosts = string.Join(',', Hosts.Select(h => h.UserName is null ? h.ToString() : $"{Uri.EscapeDataString(h.UserName)}@{h}"));
        string virtualHost = VirtualHost == "/" ? "" : Uri.EscapeDataString(VirtualHost);
        string query = UseTls is bool useTls ? $"?ssl={(useTls ? 1 : 0)}" : "";
        return $"{Prefix}{hosts}/{virtualHost}{query}";
    }

    private static string ExplainScheme(string text)
    {
        if (text.Length == 0)
            return $"The transport URL is empty. Write it like {Form}.";
        int end = text.IndexOf("://", StringComparison.Ordinal);
        string scheme = end < 0 ? "" : text[..end];
        return scheme.Length > 0 && scheme.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.')
            ? $"The transport URL begins with '{scheme}://'; only RabbitMQ is known, and 'rabbit://' says so. Write it like {Form}."
            : $"The transport URL does not begin with 'rabbit://'. Write it like {Form}.";
    }

    private static List<TransportHost> ParseHosts(string authority)
    {
        string[] parts = authority.Split(',');
        bool hasUsers = authority.Contains('@');
        List<TransportHost> hosts = [];
        for (int i = 0; i < parts.Length; i++)
        {
            // A part without '@' beside others may be the half of a password that has a comma: nothing of it is shown.
            int at = parts[i].LastIndexOf('@');
            if (hasUsers && at < 0)
                throw new TransportUrlException($"The transport URL's broker number {i + 1} has no user name although another has one. Give each its own, or none and a credential. {Encoding}");
            (string name, int port) = ParseHost(parts[i][(at + 1)..], i + 1);
            (string? user, string? password) = at < 0 ? (null, null) : ParseUser(parts[i][..at], name);
            hosts.Add(new TransportHost(name, port, user, password));
        }
        return hosts;
    }

    private static (string? User, string? Password) ParseUser(string text, string host)
    {
        int colon = text.IndexOf(':');
        string user = Uri.UnescapeDataString(colon < 0 ? text : text[..colon]);
        return user.Length > 0
            ? (user, colon < 0 ? null : Uri.UnescapeDataString(text[(colon + 1)..]))
            : throw new TransportUrlException($"The transport URL has an '@' before broker '{host}' and no user name before that. Write it like {Form}. {Encoding}");
    }

    private static (string Name, int Port) ParseHost(string text, int number)
    {
        string name = text;
        string? port = null;
        bool isBracketed = text.StartsWith('[');
        int end = isBracketed ? text.IndexOf(']') : text.LastIndexOf(':');
        if (isBracketed)
        {
            if (end < 0 || (end + 1 < text.Length && text[end + 1] != ':'))
                throw new TransportUrlException($"The transport URL's broker '{text}' is no IPv6 address in brackets with a port behind. Write it like [2001:db8::5]:5672.");
            name = text[1..end];
            port = end + 1 < text.Length ? text[(end + 2)..] : null;
        }
        else if (end >= 0)
        {
            name = text[..end];
            port = text[(end + 1)..];
        }
        if (name.Length == 0)
            throw new TransportUrlException($"The transport URL's broker number {number} has no host name. Write it like {Form}.");
        bool isIPv6 = IPAddress.TryParse(name, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6;
        if (isBracketed != isIPv6 || (!isBracketed && text.Count(c => c == ':') > 1))
            throw new TransportUrlException($"The transport URL's broker '{text}' is wrong: brackets stand around an IPv6 address and nothing else. Write it like [2001:db8::5]:5672.");
        if (!isIPv6 && !IsHostName(name))
            throw new TransportUrlException($"The transport URL's broker '{name}' is no host name or address: it has letters, digits, hyphens, underscores and dots. Write it like {Form}.");
        return (name, port is null ? DefaultPort : ParsePort(port, name));
    }

    private static bool IsHostName(string name) => name.All(c => char.IsLetterOrDigit(c) || c is '-' or '.' or '_');

    private static int ParsePort(string text, string host) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and <= 65535
            ? port
            : throw new TransportUrlException($"The transport URL's port '{text}' of broker '{host}' is no number from 1 to 65535. RabbitMQ listens on 5672, with TLS often on 5671.");

    private static bool? ParseQuery(string query)
    {
        bool? useTls = null;
        foreach (string option in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = option.Split('=', 2);
            if (pair[0] != "ssl")
                throw new TransportUrlException($"The transport URL's option '{pair[0]}' is not known; 'ssl' is the only one. Leave it out.");
            useTls = pair.ElementAtOrDefault(1)?.ToLowerInvariant() switch
            {
                "1" or "true" or "yes" or "on" => true,
                "0" or "false" or "no" or "off" => false,
                _ => throw new TransportUrlException("The transport URL's option 'ssl' is neither on nor off. Write ssl=1 or ssl=0."),
            };
        }
        return useTls;
    }
}
