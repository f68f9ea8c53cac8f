using System.Buffers;
using System.Text;

namespace DhcpNet.Metadata;

/// <summary>
/// What can stand in haproxy's configuration and mean what it says. Blanks part words there, <c>#</c> begins a comment, backslash and
/// quotation marks quote, and in a server's address <c>$</c> stands for a variable of the environment (haproxy's configuration manual, 2.2 and 2.3).
/// </summary>
internal static class HaproxyText
{
    /// <summary>The longest path of a Unix socket, in bytes (unix(7): sun_path, less the NUL at its end).</summary>
    public const int MaxSocketBytes = 107;

    // Linux takes no longer name (useradd(8)).
    private const int MaxAccountLength = 32;

    private static readonly SearchValues<char> AccountCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>Whether a path is read as it is written.</summary>
    public static bool IsPath(string path) => !path.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '#' or '\\' or '"' or '\'' or '$');

    /// <summary>Whether a path is also that of a Unix socket.</summary>
    public static bool IsSocket(string path) => IsPath(path) && Encoding.UTF8.GetByteCount(path) <= MaxSocketBytes;

    /// <summary>Whether a text is a user's or group's name or number.</summary>
    public static bool IsAccount(string name) =>
        name.Length is > 0 and <= MaxAccountLength && name[0] is not ('-' or '.') && !name.AsSpan().ContainsAnyExcept(AccountCharacters);
}
