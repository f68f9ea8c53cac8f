namespace DhcpNet.Neutron.Messaging;

/// <summary>A text is no transport URL; the message names the rule and the fix.</summary>
public sealed class TransportUrlException : MessagingException
{
    /// <summary>Makes a failure.</summary>
    public TransportUrlException(string message)
        : base(message)
    {
    }
}
