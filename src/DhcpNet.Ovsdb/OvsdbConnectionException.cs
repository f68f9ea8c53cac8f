namespace DhcpNet.Ovsdb;

/// <summary>The OVSDB server could not be reached, was lost, or did not answer in time.</summary>
public sealed class OvsdbConnectionException : OvsdbException
{
    /// <summary>Creates the exception.</summary>
    public OvsdbConnectionException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">A sentence for the user.</param>
    public OvsdbConnectionException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">A sentence for the user.</param>
    /// <param name="innerException">What led to it.</param>
    public OvsdbConnectionException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What happened, in a few words: <c>no such socket</c>, <c>connection refused</c>, <c>permission denied</c>, <c>timed out</c>…</summary>
    public string Reason { get; init; } = "";
}
