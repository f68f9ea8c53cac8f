using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DhcpNet.Ovsdb;

/// <summary>
/// Where an OVSDB server listens, in the notation of Open vSwitch (ovsdb(7), "Active Database Connections"):
/// <c>unix:/run/openvswitch/db.sock</c>, <c>tcp:127.0.0.1:6640</c>, <c>tcp:[::1]:6640</c>.
/// </summary>
public sealed class OvsdbEndpoint : IEquatable<OvsdbEndpoint>
{
    /// <summary>The longest path that fits into the kernel's <c>sockaddr_un.sun_path</c>, its final NUL aside.</summary>
    private const int MaxUnixPathBytes = 107;

    private const string Examples = "'unix:/run/openvswitch/db.sock', 'tcp:127.0.0.1:6640' or 'tcp:[::1]:6640'";

    private static readonly string[] ListeningSchemes = ["punix:", "ptcp:", "pssl:"];

    private readonly string _text;

    private OvsdbEndpoint(string text, string? unixPath, string? host, int port)
    {
        _text = text;
        UnixPath = unixPath;
        Host = host;
        Port = port;
    }

    /// <summary>Where Open vSwitch's own packages let the server listen.</summary>
    public static OvsdbEndpoint Default { get; } = Parse("unix:/run/openvswitch/db.sock");

    /// <summary>The path of the socket; <see langword="null"/> when the server is reached over TCP.</summary>
    public string? UnixPath { get; }

    /// <summary>The host's name or address, without brackets; <see langword="null"/> for a unix socket.</summary>
    public string? Host { get; }

    /// <summary>The TCP port; 0 for a unix socket.</summary>
    public int Port { get; }

    /// <summary>Whether the server is reached through a unix socket, and so runs on this machine.</summary>
    [MemberNotNullWhen(true, nameof(UnixPath))]
    [MemberNotNullWhen(false, nameof(Host))]
    public bool IsUnix => UnixPath is not null;

    /// <summary>Reads an endpoint.</summary>
    /// <param name="text">The endpoint, such as <c>unix:/run/openvswitch/db.sock</c>.</param>
    /// <returns>The endpoint.</returns>
    /// <exception cref="FormatException">The text is not an endpoint; the message names the rule and how to meet it.</exception>
    public static OvsdbEndpoint Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out OvsdbEndpoint? endpoint, out string? reason) ? endpoint : throw new FormatException(reason);
    }

    /// <summary>Reads an endpoint, or says why the text is none.</summary>
    /// <param name="text">The endpoint, such as <c>tcp:127.0.0.1:6640</c>.</param>
    /// <param name="endpoint">The endpoint, if the text is one.</param>
    /// <param name="reason">Otherwise a sentence for the user: the value, the rule it breaks and the way out.</param>
    /// <returns>Whether the text is an endpoint.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out OvsdbEndpoint? endpoint, [NotNullWhen(false)] out string? reason)
    {
        endpoint = null;
        reason = null;
        if (string.IsNullOrWhiteSpace(text))
            reason = $"The OVSDB endpoint is empty; write it as {Examples}.";
        else if (text.StartsWith("unix:", StringComparison.Ordinal))
            endpoint = ParseUnix(text, out reason);
        else if (text.StartsWith("tcp:", StringComparison.Ordinal))
            endpoint = ParseTcp(text, out reason);
        else
            reason = $"{Refuse(text)} {ExplainScheme(text)}";
        return endpoint is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => _text;

    /// <inheritdoc/>
    public bool Equals(OvsdbEndpoint? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as OvsdbEndpoint);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    internal Socket CreateSocket() => IsUnix
        ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    internal EndPoint ToEndPoint()
    {
        if (IsUnix)
            return new UnixDomainSocketEndPoint(UnixPath);
        return IPAddress.TryParse(Host, out IPAddress? address) ? new IPEndPoint(address, Port) : new DnsEndPoint(Host, Port);
    }

    private static string Refuse(string text) => $"'{text}' is not an OVSDB endpoint:";

    private static OvsdbEndpoint? ParseUnix(string text, out string? reason)
    {
        string path = text["unix:".Length..];
        int length = Encoding.UTF8.GetByteCount(path);
        reason = null;
        if (!path.StartsWith('/'))
            reason = $"{Refuse(text)} the path of a unix socket must be absolute; write 'unix:/…', as in 'unix:/run/openvswitch/db.sock'.";
        else if (path.Contains('\0', StringComparison.Ordinal))
            reason = "The OVSDB endpoint's path contains a NUL character; remove it.";
        else if (length > MaxUnixPathBytes)
        {
            reason = $"{Refuse(text)} the path of a unix socket has at most {MaxUnixPathBytes} bytes, this one has {length}; "
                + "use a shorter path, for example through a symbolic link.";
        }
        return reason is null ? new OvsdbEndpoint(text, path, null, 0) : null;
    }

    private static OvsdbEndpoint? ParseTcp(string text, out string? reason)
    {
        string rest = text["tcp:".Length..];
        int colon = rest.LastIndexOf(':');
        bool bracketed = rest.StartsWith('[');
        if (colon <= 0 || (bracketed && rest.IndexOf(']', StringComparison.Ordinal) > colon))
        {
            reason = $"{Refuse(text)} over TCP it is 'tcp:ADDRESS:PORT'; the port that Open vSwitch uses is 6640, as in 'tcp:127.0.0.1:6640'.";
            return null;
        }
        string host = rest[..colon];
        string portText = rest[(colon + 1)..];
        reason = ExplainHost(text, host) ?? ExplainPort(text, portText);
        if (reason is not null)
            return null;
        return new OvsdbEndpoint(text, null, bracketed ? host[1..^1] : host, int.Parse(portText, CultureInfo.InvariantCulture));
    }

    private static string? ExplainHost(string text, string host)
    {
        if (host.StartsWith('['))
        {
            bool isAddress = host.EndsWith(']')
                && IPAddress.TryParse(host[1..^1], out IPAddress? address)
                && address.AddressFamily == AddressFamily.InterNetworkV6;
            return isAddress ? null : $"{Refuse(text)} '{host}' is no IPv6 address in brackets; write for example 'tcp:[::1]:6640'.";
        }
        if (host.Contains(':', StringComparison.Ordinal))
            return $"{Refuse(text)} an IPv6 address stands in brackets; write 'tcp:[{host}]:PORT', as in 'tcp:[::1]:6640'.";
        return Uri.CheckHostName(host) is UriHostNameType.IPv4 or UriHostNameType.Dns
            ? null
            : $"{Refuse(text)} '{host}' is neither an IP address nor a host name; write for example 'tcp:127.0.0.1:6640'.";
    }

    private static string? ExplainPort(string text, string port)
        => ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number) && number > 0
            ? null
            : $"{Refuse(text)} the port '{port}' is not a number from 1 to 65535; the port that Open vSwitch uses is 6640.";

    private static string ExplainScheme(string text)
    {
        if (text.StartsWith("ssl:", StringComparison.Ordinal))
            return "TLS is not supported; use the server's unix socket, or a 'tcp:' endpoint on a network that you trust.";
        if (ListeningSchemes.Any(s => text.StartsWith(s, StringComparison.Ordinal)))
            return $"it says where a server listens, not where a client connects to; write {Examples}.";
        if (text.StartsWith('/'))
            return $"a unix socket's path follows 'unix:'; write 'unix:{text}'.";
        return $"it must begin with 'unix:' or 'tcp:'; write {Examples}.";
    }
}
