using DhcpNet.Neutron.Messaging;

namespace DhcpNet.Neutron;

/// <summary>Failures of messaging and of the server, with the module's error ids.</summary>
internal static class NeutronErrors
{
    /// <summary>A failure as one of the plugin's.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="target">What the call was about.</param>
    public static DhcpNetException ToPluginError(MessagingException failure, object? target) => failure switch
    {
        RpcTimeoutException e => new DhcpNetException("NeutronTimeout", DhcpNetErrorKind.Timeout,
            $"{e.Message} See that neutron-server runs, and that it uses the same broker, virtual host and control exchange. {(e.IsHeard ? "Whether it has done it nevertheless is not known; doing it again does no harm." : "Nothing was done.")}", target, e),
        BrokerException e => Broker(e, target),
        RemoteException { IsCallUnknown: true } e => new DhcpNetException("NeutronCallUnknown", DhcpNetErrorKind.Unavailable,
            $"The Neutron server does not have a call that is needed: {Words(e)}. It is older than Neutron 15 (Train), or another service listens in its place.", target, e),
        RemoteException e => Remote(e, target),
        _ => InvalidReply(failure.Message, target, failure),
    };

    /// <summary>An answer that can't be understood.</summary>
    public static DhcpNetException InvalidReply(string problem, object? target, Exception? cause) => new("NeutronReplyInvalid", DhcpNetErrorKind.Failed,
        $"The Neutron server gave an answer that can't be understood: {problem.Trim().TrimEnd('.')}. Nothing was done with it.", target, cause);

    private static DhcpNetException Broker(BrokerException e, object? target)
    {
        (string id, DhcpNetErrorKind kind) = e.Failure switch
        {
            BrokerFailure.LoginRefused => ("BrokerLoginRefused", DhcpNetErrorKind.PermissionDenied),
            BrokerFailure.NotPermitted => ("BrokerNotPermitted", DhcpNetErrorKind.PermissionDenied),
            BrokerFailure.VirtualHostRefused => ("BrokerVirtualHostRefused", DhcpNetErrorKind.NotFound),
            BrokerFailure.TlsFailed => ("BrokerTlsFailed", DhcpNetErrorKind.Unavailable),
            BrokerFailure.DeclaredOtherwise => ("BrokerQueueDiffers", DhcpNetErrorKind.Conflict),
            BrokerFailure.HostUnknown => ("BrokerHostUnknown", DhcpNetErrorKind.NotFound),
            _ => ("BrokerUnavailable", DhcpNetErrorKind.Unavailable),
        };
        return new DhcpNetException(id, kind, e.Message, target, e);
    }

    private static DhcpNetException Remote(RemoteException e, object? target) => e.ClassName switch
    {
        "IpAddressGenerationFailure" or "IpAddressGenerationFailureNoMatchingSubnet" => new DhcpNetException("AddressesExhausted", DhcpNetErrorKind.Exhausted,
            $"Neutron has no address left: {Words(e)}. Delete ports, widen the allocation pools with 'openstack subnet set --allocation-pool', or add a subnet.", target, e),
        "OverQuota" => new DhcpNetException("NeutronOverQuota", DhcpNetErrorKind.Exhausted,
            $"The project's quota is used up: {Words(e)}. 'openstack quota set' raises it.", target, e),
        "NetworkNotFound" => new DhcpNetException("NetworkNotHosted", DhcpNetErrorKind.Conflict,
            $"Neutron does not have this host's DHCP agent serve the network, or the network is gone: {Words(e)}. 'openstack network agent add network --dhcp' gives it to the agent.", target, e),
        "NotAuthorized" or "PolicyNotAuthorized" or "AdminRequired" => new DhcpNetException("NeutronRefused", DhcpNetErrorKind.PermissionDenied, Refused(e), target, e),
        _ when IsConflict(e.ClassName) => new DhcpNetException("NeutronConflict", DhcpNetErrorKind.Conflict,
            $"Something is in the way in Neutron: {Words(e)}. Look at it with 'openstack port list' and 'openstack network show'.", target, e),
        _ => new DhcpNetException("NeutronRefused", DhcpNetErrorKind.Failed, Refused(e), target, e),
    };

    private static bool IsConflict(string className) =>
        className.EndsWith("InUse", StringComparison.Ordinal) || className.EndsWith("Conflict", StringComparison.Ordinal) || className.EndsWith("AlreadyExists", StringComparison.Ordinal);

    private static string Refused(RemoteException e) => $"The Neutron server failed: {Words(e)}. Its log tells more.";

    private static string Words(RemoteException e) => $"{e.ClassName}: {e.RemoteMessage.Trim().TrimEnd('.').ReplaceLineEndings(" ")}";
}
