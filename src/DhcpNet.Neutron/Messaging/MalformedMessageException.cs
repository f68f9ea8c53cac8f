namespace DhcpNet.Neutron.Messaging;

/// <summary>A message is not what its place in the protocol asks for.</summary>
public sealed class MalformedMessageException : MessagingException
{
    /// <summary>Makes a failure.</summary>
    public MalformedMessageException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
