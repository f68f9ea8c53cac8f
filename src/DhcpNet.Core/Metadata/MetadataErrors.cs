using DhcpNet.Linux;

namespace DhcpNet.Metadata;

/// <summary>What goes wrong with a network's metadata proxy, in words.</summary>
internal static class MetadataErrors
{
    public static DhcpNetException NotFound(string program) =>
        new("HaproxyNotFound", DhcpNetErrorKind.Unavailable,
            $"There is no program '{program}', which passes requests for metadata on: install the package 'haproxy', say where it is with Set-DhcpConfiguration -Haproxy, or turn metadata off.",
            program);

    public static DhcpNetException Failed(string message, Network network, Exception? cause = null) =>
        new("MetadataProxyFailed", DhcpNetErrorKind.Failed, $"haproxy passes on no requests for metadata from network '{network.DisplayName}': {message}", network, cause);

    public static DhcpNetException PortInUse(Network network) =>
        new("MetadataProxyFailed", DhcpNetErrorKind.Conflict,
            $"haproxy can't pass on requests for metadata from network '{network.DisplayName}': port 80 of 169.254.169.254 is another process's in namespace {network.NamespaceName}. 'ip netns exec {network.NamespaceName} ss -ltnp' tells whose. Stop it first.", network);

    public static DhcpNetException NoAccount(string what, string name, string parameter) =>
        new("MetadataProxyFailed", DhcpNetErrorKind.InvalidInput,
            name.Length > 0
                ? $"There is no {what} '{name}' on this host for haproxy to run as. Set-DhcpConfiguration -{parameter} names another; empty is who runs this."
                : $"Who runs this is no {what} that has a name, and haproxy needs one to run as. Set-DhcpConfiguration -{parameter} gives it.",
            name);

    public static DhcpNetException DidNotEnd(RunningProcess process, Guid networkId) =>
        new("MetadataProxyFailed", DhcpNetErrorKind.Failed, $"{process}, the metadata proxy of network {networkId}, did not end, not even by SIGKILL.", networkId);
}
