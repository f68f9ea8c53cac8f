namespace DhcpNet.Ovsdb;

/// <summary>An OVSDB server refused a request, or what was asked for cannot be done with its database.</summary>
public class OvsdbException : IOException
{
    /// <summary>Creates the exception.</summary>
    public OvsdbException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">A sentence for the user.</param>
    public OvsdbException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">A sentence for the user.</param>
    /// <param name="innerException">What led to it.</param>
    public OvsdbException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The server that was asked.</summary>
    public OvsdbEndpoint? Endpoint { get; init; }

    /// <summary>The error's short name, by RFC 7047 such as <c>constraint violation</c>, <c>referential integrity violation</c> or <c>timed out</c>.</summary>
    public string Error { get; init; } = "";

    /// <summary>What the server says about it in a sentence; often empty.</summary>
    public string Details { get; init; } = "";

    /// <summary>The table of the operation that failed, if one did.</summary>
    public string? Table { get; init; }

    /// <summary>
    /// The kind of the operation that failed (<c>insert</c>, <c>wait</c>…); <see langword="null"/> when the whole transaction did, at its commit.
    /// </summary>
    public string? Operation { get; init; }

    /// <summary>Which of the transaction's operations failed, counted from 0; <see langword="null"/> when the whole transaction did, at its commit.</summary>
    public int? OperationIndex { get; init; }
}
