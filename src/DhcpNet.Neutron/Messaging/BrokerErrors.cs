using System.Net.Sockets;
using System.Security.Authentication;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace DhcpNet.Neutron.Messaging;

/// <summary>What the client library throws, as failures that say what to do.</summary>
internal static class BrokerErrors
{
    private const ushort NotAllowed = Constants.NotAllowed, AccessRefused = Constants.AccessRefused, PreconditionFailed = Constants.PreconditionFailed;

    /// <summary>Whether an exception is the library's way to say that something with the broker is wrong.</summary>
    public static bool IsBrokerTrouble(Exception exception) => exception
        is RabbitMQClientException or IOException or SocketException or TimeoutException or AuthenticationException or AggregateException
        or ObjectDisposedException or System.Threading.Channels.ChannelClosedException or OperationCanceledException;

    /// <summary>A connection that could not be made, or could not be readied.</summary>
    /// <param name="exception">What the library threw.</param>
    /// <param name="host">The broker.</param>
    /// <param name="url">Where it was to be reached.</param>
    /// <param name="usesTls">Whether TLS was spoken.</param>
    /// <param name="certificateProblem">Why the broker's certificate was refused, where it was.</param>
    public static BrokerException Opening(Exception exception, TransportHost host, TransportUrl url, bool usesTls, string? certificateProblem)
    {
        if (certificateProblem is not null)
        {
            return new BrokerException(BrokerFailure.TlsFailed,
                $"The broker at {host} is not the one that is meant: {certificateProblem}. Give the file of the authority that signed its certificate, and the host name that is in it.", exception);
        }
        foreach (Exception cause in Causes(exception))
        {
            if (Explain(cause, host, url, usesTls) is BrokerException known)
                return known;
        }
        return NoAnswer(host, usesTls, exception);
    }

    /// <summary>Something that took longer than it may.</summary>
    public static BrokerException NoAnswer(TransportHost host, bool usesTls, Exception? cause) => new(BrokerFailure.NoAnswer,
        $"What listens at {host} did not answer as a RabbitMQ broker does. See that it is one, that it is well, and that {(usesTls ? "the port is one for TLS" : "the port is not one for TLS")}.", cause);

    /// <summary>A connection that was lost.</summary>
    public static BrokerException Lost(TransportHost host, Exception cause) => new(BrokerFailure.Lost,
        $"The connection to the broker at {host} was lost{(Causes(cause).OfType<OperationInterruptedException>().FirstOrDefault()?.ShutdownReason is ShutdownEventArgs reason ? $": {Words(reason)}" : "")}.", cause);

    /// <summary>A connection or channel that was closed.</summary>
    public static BrokerException Closed(TransportHost host, ShutdownEventArgs reason) => Refused(reason, host, cause: null)
        ?? new BrokerException(BrokerFailure.Lost, $"The connection to the broker at {host} was lost: {Words(reason)}.", reason.Exception);

    private static BrokerException? Explain(Exception cause, TransportHost host, TransportUrl url, bool usesTls) => cause switch
    {
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery } =>
            new(BrokerFailure.HostUnknown, $"The broker's host name '{host.HostName}' has no address. See that it is spelled right and that this host's resolver knows it.", cause),
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
            new(BrokerFailure.Unreachable, $"Nothing listens at {host}. See that RabbitMQ runs there, and that the port is the right one.", cause),
        // It listens, and hung up: at a port for TLS on one who does not speak it, or on one whose certificate it did not like, which
        // with TLS 1.3 is told after all seems set up.
        SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown } =>
            usesTls ? EndedTls(host, cause) : NoAnswer(host, usesTls, cause),
        SocketException socket =>
            new(BrokerFailure.Unreachable, $"The broker at {host} can't be reached: {socket.Message.TrimEnd('.')}.", cause),
        ConnectFailureException { InnerException: TimeoutException } =>
            new(BrokerFailure.Unreachable, $"The broker at {host} can't be reached: no connection was made in time. See that no firewall is in between.", cause),
        AuthenticationException tls =>
            new(BrokerFailure.TlsFailed, $"TLS can't be set up with the broker at {host}: {tls.Message.TrimEnd('.')}. See that the port is one for TLS.", cause),
        AuthenticationFailureException =>
            new(BrokerFailure.LoginRefused, $"The broker at {host} refuses user '{host.UserName}' with the password that was given. See that both are right{(host.UserName == "guest" ? "; 'guest' may log in on the broker's own host alone" : "")}.", cause),
        OperationInterruptedException { ShutdownReason: { ReplyCode: NotAllowed } reason } =>
            new(BrokerFailure.VirtualHostRefused, $"The broker at {host} does not let user '{host.UserName}' into virtual host '{url.VirtualHost}': {Words(reason)}. It is the part of the transport URL behind the hosts; 'rabbitmqctl list_vhosts' lists what there is.", cause),
        OperationInterruptedException { ShutdownReason: ShutdownEventArgs reason } => Refused(reason, host, cause),
        IOException and not BrokerUnreachableException when usesTls => EndedTls(host, cause),
        _ => null,
    };

    private static BrokerException EndedTls(TransportHost host, Exception cause) => new(BrokerFailure.TlsFailed,
        $"The broker at {host} ended the connection while TLS was set up. See that the port is one for TLS, and whether the broker asks for a client certificate of an authority that it knows.", cause);

    private static BrokerException? Refused(ShutdownEventArgs reason, TransportHost host, Exception? cause) => reason.ReplyCode switch
    {
        PreconditionFailed => new(BrokerFailure.DeclaredOtherwise,
            $"The broker at {host} has an exchange or queue with other properties: {Words(reason)}. Declare queues as Neutron's server does (its options amqp_durable_queues, rabbit_quorum_queue and their like).", cause),
        AccessRefused => new(BrokerFailure.NotPermitted,
            $"The broker at {host} does not permit user '{host.UserName}' to do that: {Words(reason)}. 'rabbitmqctl set_permissions' permits it.", cause),
        _ => null,
    };

    private static string Words(ShutdownEventArgs reason) =>
        string.IsNullOrWhiteSpace(reason.ReplyText) ? $"code {reason.ReplyCode}" : reason.ReplyText.Trim().TrimEnd('.');

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        // The innermost first: what wraps it says less.
        foreach (Exception inner in exception is AggregateException several ? several.InnerExceptions : exception.InnerException is Exception one ? [one] : (IEnumerable<Exception>)[])
        {
            foreach (Exception cause in Causes(inner))
                yield return cause;
        }
        yield return exception;
    }
}
