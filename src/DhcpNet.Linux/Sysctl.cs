using System.Text;
using DhcpNet.Linux.Native;

namespace DhcpNet.Linux;

/// <summary>
/// Kernel parameters (sysctl(8)), those below <c>net</c> per namespace. In a key, the first separator says which one it uses: in
/// <c>net.ipv4.ip_forward</c> dots separate and a slash stands for a dot, in <c>net/ipv4/conf/eth0.100/forwarding</c> the other way round.
/// </summary>
public static class Sysctl
{
    private const string Root = "/proc/sys/";
    private const int MaximumValueBytes = 4096;

    /// <summary>A parameter's value, without the line end.</summary>
    /// <param name="key">The parameter's name.</param>
    /// <param name="namespaceName">The namespace; null for the calling thread's.</param>
    /// <exception cref="LinuxException">There is no such parameter or namespace (ENOENT), or it may not be read.</exception>
    public static string Get(string key, string? namespaceName = null)
    {
        string path = PathOf(key);
        return InNamespace(namespaceName, () => Read(key, path));
    }

    /// <summary>Sets a parameter where it has another value.</summary>
    /// <param name="key">The parameter's name.</param>
    /// <param name="value">Its new value. Blanks between several values are not told apart.</param>
    /// <param name="namespaceName">The namespace; null for the calling thread's.</param>
    /// <returns>Whether it had another value.</returns>
    /// <exception cref="LinuxException">There is no such parameter or namespace (ENOENT), or the kernel refused the value.</exception>
    public static bool Set(string key, string value, string? namespaceName = null) =>
        Set([KeyValuePair.Create(key, value)], namespaceName) > 0;

    /// <summary>Sets several parameters where they have another value, in their order, in one stay in the namespace.</summary>
    /// <returns>How many had another value.</returns>
    /// <inheritdoc cref="Set(string, string, string?)"/>
    public static int Set(IEnumerable<KeyValuePair<string, string>> values, string? namespaceName = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        (string Key, string Path, string Value)[] wanted = [.. values.Select(pair => (pair.Key, PathOf(pair.Key), pair.Value))];
        return InNamespace(namespaceName, () => wanted.Count(entry => Write(entry.Key, entry.Path, entry.Value)));
    }

    /// <summary>Those of several parameters that have another value, in one stay in the namespace.</summary>
    /// <inheritdoc cref="Get"/>
    public static IReadOnlyList<KeyValuePair<string, string>> Differing(IReadOnlyList<KeyValuePair<string, string>> values, string? namespaceName = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        return InNamespace<IReadOnlyList<KeyValuePair<string, string>>>(namespaceName, () => [.. values.Where(pair => !AreSame(Read(pair.Key, PathOf(pair.Key)), pair.Value))]);
    }

    internal static string PathOf(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        int separator = key.AsSpan().IndexOfAny('.', '/');
        string path = separator >= 0 && key[separator] == '.' ? SwapSeparators(key) : key;
        if (path.Split('/').Any(part => part is "" or "." or "..") || path.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException($"'{key}' is no name of a kernel parameter.", nameof(key));
        return Root + path;
    }

    private static string SwapSeparators(string key) => string.Create(key.Length, key, static (result, source) =>
    {
        for (int i = 0; i < result.Length; i++)
            result[i] = source[i] switch { '.' => '/', '/' => '.', char other => other };
    });

    // /proc/sys/net is that of the thread that opens a file there.
    private static T InNamespace<T>(string? namespaceName, Func<T> action) =>
        namespaceName is null ? action() : NetworkNamespace.Run(namespaceName, action);

    private static unsafe string Read(string key, string path)
    {
        using FileDescriptor file = FileCalls.Open(path, FileCalls.ReadOnly | FileCalls.CloseOnExec, 0);
        byte[] buffer = new byte[MaximumValueBytes];
        nint length = -1;
        if (!file.IsInvalid)
        {
            fixed (byte* bytes = buffer)
                length = FileCalls.Read(file, bytes, (nuint)buffer.Length);
        }
        return length < 0 ? throw LinuxException.FromLastCall("read sysctl", $"'{key}'") : Encoding.UTF8.GetString(buffer, 0, (int)length).TrimEnd('\n');
    }

    private static unsafe bool Write(string key, string path, string value)
    {
        if (AreSame(Read(key, path), value))
            return false;
        using FileDescriptor file = FileCalls.Open(path, FileCalls.WriteOnly | FileCalls.CloseOnExec, 0);
        byte[] content = Encoding.UTF8.GetBytes(value + '\n');
        nint written = -1;
        if (!file.IsInvalid)
        {
            // One write: the kernel takes each for a whole value.
            fixed (byte* bytes = content)
                written = FileCalls.Write(file, bytes, (nuint)content.Length);
        }
        return written < 0 ? throw LinuxException.FromLastCall("set sysctl", $"'{key}' to '{value}'") : true;
    }

    private static bool AreSame(string current, string wanted) =>
        current.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .SequenceEqual(wanted.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
}
