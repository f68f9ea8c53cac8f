namespace DhcpNet.Neutron.Messaging;

/// <summary>The broker can't be used; the message says where it is, why, and what to do.</summary>
public sealed class BrokerException : MessagingException
{
    /// <summary>Makes a failure.</summary>
    public BrokerException(BrokerFailure failure, string message, Exception? innerException = null)
        : base(message, innerException) => Failure = failure;

    /// <summary>What sort of failure it is.</summary>
    public BrokerFailure Failure { get; }
}
