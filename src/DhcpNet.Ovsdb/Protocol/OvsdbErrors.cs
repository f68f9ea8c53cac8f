using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace DhcpNet.Ovsdb;

/// <summary>Makes exceptions of what servers and sockets say.</summary>
internal static class OvsdbErrors
{
    public const string TimedOut = "timed out";
    public const string ConnectionLost = "connection lost";

    /// <summary>An error object of a reply: <c>{"error": …, "details": …}</c>, or a bare string as ovsdb-server sends for an unknown method.</summary>
    public static OvsdbException FromServer(OvsdbEndpoint endpoint, JsonElement error, OvsdbTransaction? transaction = null, int? index = null)
    {
        (string name, string details) = Read(error);
        OvsdbOperation? operation = index < transaction?.Operations.Count ? transaction.Operations[index.Value] : null;
        StringBuilder message = new($"OVSDB at {endpoint}: {name}");
        if (details.Length > 0)
            message.Append(": ").Append(details.TrimEnd('.'));
        if (operation is not null)
            message.Append($" (operation {index}, {operation.Kind}{(operation.Table is null ? "" : $" in {operation.Table}")})");
        message.Append('.');
        return new OvsdbException(message.ToString())
        {
            Endpoint = endpoint,
            Error = name,
            Details = details,
            Table = operation?.Table,
            Operation = operation?.Kind,
            OperationIndex = operation is null ? null : index,
        };
    }

    public static OvsdbException Protocol(OvsdbEndpoint endpoint, string what)
        => new($"OVSDB at {endpoint} sent {what.TrimEnd('.')}.") { Endpoint = endpoint, Error = "protocol error", Details = what };

    public static OvsdbConnectionException Connection(OvsdbEndpoint endpoint, string reason, string advice, Exception? inner = null)
    {
        // The advice is a question where only the user can know.
        char end = advice.StartsWith("is ", StringComparison.Ordinal) ? '?' : '.';
        return new OvsdbConnectionException($"OVSDB at {endpoint}: {reason}; {advice}{end}", inner)
        {
            Endpoint = endpoint,
            Error = "connection",
            Details = advice,
            Reason = reason,
        };
    }

    public static OvsdbConnectionException FromSocket(OvsdbEndpoint endpoint, SocketException error)
    {
        string server = endpoint.IsUnix
            ? "is ovsdb-server running, and is this its socket"
            : "is ovsdb-server running, and does it listen there (ovs-vsctl set-manager ptcp:6640)";
        return error.SocketErrorCode switch
        {
            // The path is the only address a unix socket has: .NET reports ENOENT as an address that is not available.
            SocketError.AddressNotAvailable when endpoint.IsUnix => Connection(endpoint, "no such socket", server, error),
            SocketError.ConnectionRefused => Connection(endpoint, "connection refused", server, error),
            SocketError.AccessDenied => Connection(endpoint, "permission denied", "run as root, or as a user who may open the socket", error),
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain
                => Connection(endpoint, "no such host", "check the name, or write an address", error),
            _ => Connection(endpoint, error.Message, "the connection failed", error),
        };
    }

    private static (string Name, string Details) Read(JsonElement error)
    {
        if (error.ValueKind == JsonValueKind.String)
            return (error.GetString()!, "");
        if (error.ValueKind != JsonValueKind.Object)
            return ("error", error.GetRawText());
        return (ReadMember(error, "error") ?? "error", ReadMember(error, "details") ?? "");
    }

    private static string? ReadMember(JsonElement json, string name)
        => json.TryGetProperty(name, out JsonElement member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
