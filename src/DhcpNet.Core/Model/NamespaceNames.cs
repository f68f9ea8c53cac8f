using System.Diagnostics.CodeAnalysis;

namespace DhcpNet;

/// <summary>The names of networks' namespaces.</summary>
public static class NamespaceNames
{
    /// <summary>What every one begins with (Neutron: dhcp.NS_PREFIX).</summary>
    public const string Prefix = "qdhcp-";

    /// <summary>The namespace of a network.</summary>
    public static string For(Guid networkId) => Prefix + networkId;

    /// <summary>The network that a namespace belongs to; false where the name is not of that form.</summary>
    public static bool TryGetNetworkId([NotNullWhen(true)] string? name, out Guid networkId)
    {
        networkId = default;
        return name is not null && name.StartsWith(Prefix, StringComparison.Ordinal) && Guid.TryParseExact(name.AsSpan(Prefix.Length), "D", out networkId);
    }
}
