using DhcpNet.Linux;

namespace DhcpNet.Dnsmasq;

/// <summary>What goes wrong with dnsmasq, in words.</summary>
internal static class DnsmasqErrors
{
    public static DhcpNetException NotFound(string program) =>
        new("DnsmasqNotFound", DhcpNetErrorKind.Unavailable,
            $"There is no program '{program}'. Install the package 'dnsmasq-base' (Debian, Ubuntu) or 'dnsmasq' (other distributions), or say where it is with Set-DhcpConfiguration -Dnsmasq.",
            program);

    public static DhcpNetException TooOld(string program, Version version, Version oldest) =>
        new("DnsmasqTooOld", DhcpNetErrorKind.Unavailable,
            $"'{program}' is dnsmasq {version}. Networks with IPv6 subnets need {oldest} or later: older ones can't tell the host lines of DHCPv6 from those of DHCPv4.",
            program);

    public static DhcpNetException Failed(string message, Network network, Exception? cause = null) =>
        new("DnsmasqFailed", DhcpNetErrorKind.Failed, $"dnsmasq does not serve network '{network.DisplayName}': {message}", network, cause);

    public static DhcpNetException PortsInUse(IReadOnlyList<string> holders, Network network) =>
        new("DnsmasqFailed", DhcpNetErrorKind.Conflict,
            $"dnsmasq can't serve network '{network.DisplayName}': address already in use. In namespace {network.NamespaceName} there is {string.Join("; ", holders)}. Stop it first.", network);

    public static DhcpNetException DidNotEnd(RunningProcess process, Guid networkId) =>
        new("DnsmasqFailed", DhcpNetErrorKind.Failed, $"{process}, the dnsmasq of network {networkId}, did not end, not even by SIGKILL.", networkId);

    public static DhcpNetException StillRunning(RunningProcess process, Guid networkId) =>
        new("DnsmasqRunning", DhcpNetErrorKind.Conflict, $"The files of network {networkId} are in use by {process}. Stop it first.", networkId);

    public static DhcpNetException NotReleased(Guid networkId, string problem, Exception? cause = null) =>
        new("LeaseNotReleased", DhcpNetErrorKind.Failed, $"dnsmasq of network {networkId} did not release all leases: {problem}. Get-NetworkDhcp tells how it stands with the service; once dnsmasq was stopped (Stop-Dnsmasq), leases can be removed from its file.", networkId, cause);

    public static DhcpNetException NamespaceNotFound(Network network) =>
        new("NamespaceNotFound", DhcpNetErrorKind.NotFound,
            $"There is no namespace '{network.NamespaceName}' for dnsmasq to run in. Make it with New-NetNamespace.", network.NamespaceName);

    public static DhcpNetException NotReachable(string path) =>
        new("StatePathNotReachable", DhcpNetErrorKind.PermissionDenied,
            $"dnsmasq gives up root's rights and then can't read its files: '{path}' may not be searched by others. Run 'chmod o+x {path}', or set another path with Set-DhcpConfiguration -StatePath.",
            path);
}
