namespace DhcpNet.Neutron.Messaging;

/// <summary>A failure of the messaging between client, broker and server. Its message holds no password.</summary>
public class MessagingException : Exception
{
    /// <summary>Makes a failure.</summary>
    public MessagingException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
