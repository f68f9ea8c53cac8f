using System.Globalization;

namespace DhcpNet.Neutron.Messaging;

/// <summary>A call was not answered in time. Whether the server has done it is not known.</summary>
public sealed class RpcTimeoutException : MessagingException
{
    /// <summary>Makes a failure.</summary>
    public RpcTimeoutException(string method, string topic, TimeSpan timeout, Exception? innerException = null)
        : base(string.Create(CultureInfo.InvariantCulture, $"No server answered '{method}' on topic '{topic}' within {timeout.TotalSeconds:0.###} s."), innerException)
    {
        Method = method;
        Topic = topic;
        Timeout = timeout;
    }

    /// <summary>The method that was called.</summary>
    public string Method { get; }

    /// <summary>The topic that the call was sent to.</summary>
    public string Topic { get; }

    /// <summary>How long was waited.</summary>
    public TimeSpan Timeout { get; }
}
