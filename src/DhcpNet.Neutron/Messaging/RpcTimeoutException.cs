using System.Globalization;

namespace DhcpNet.Neutron.Messaging;

/// <summary>A call was not answered in time. Where a server had it, whether it has done it is not known.</summary>
public sealed class RpcTimeoutException : MessagingException
{
    /// <summary>Makes a failure.</summary>
    public RpcTimeoutException(string method, string topic, TimeSpan timeout, bool isHeard, Exception? innerException = null)
        : base(isHeard ? $"No server answered '{method}' on topic '{topic}' within {Seconds(timeout)}." : $"No server listened on topic '{topic}' within {Seconds(timeout)}, so '{method}' was sent to none.", innerException)
    {
        Method = method;
        Topic = topic;
        Timeout = timeout;
        IsHeard = isHeard;
    }

    /// <summary>The method that was called.</summary>
    public string Method { get; }

    /// <summary>The topic that the call was sent to.</summary>
    public string Topic { get; }

    /// <summary>How long was waited.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>Whether there was a queue of a server for it; else nothing was done.</summary>
    public bool IsHeard { get; }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
