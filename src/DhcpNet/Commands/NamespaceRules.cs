using DhcpNet.Linux;

namespace DhcpNet.Commands;

/// <summary>What a namespace's name must be.</summary>
internal static class NamespaceRules
{
    /// <exception cref="DhcpNetException"><c>NamespaceNameInvalid</c>.</exception>
    public static void CheckName(string name)
    {
        try
        {
            _ = NetworkNamespace.PathOf(name);
        }
        catch (ArgumentException e)
        {
            throw new DhcpNetException("NamespaceNameInvalid", DhcpNetErrorKind.InvalidInput,
                $"'{name}' can't be a namespace's name, which is a file's: 1 to 255 bytes without '/' or control characters, and neither '.' nor '..'.", name, e);
        }
    }
}
