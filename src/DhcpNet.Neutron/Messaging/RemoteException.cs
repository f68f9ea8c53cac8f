namespace DhcpNet.Neutron.Messaging;

/// <summary>The server answered a call with an exception of its own.</summary>
public sealed class RemoteException : MessagingException
{
    /// <summary>Makes a failure.</summary>
    public RemoteException(string className, string module, string remoteMessage, IReadOnlyList<string> traceback)
        : base($"The server reports {className}: {remoteMessage}")
    {
        ClassName = className;
        Module = module;
        RemoteMessage = remoteMessage;
        Traceback = traceback;
    }

    /// <summary>The exception's class, such as <c>NetworkNotFound</c>.</summary>
    public string ClassName { get; }

    /// <summary>The Python module of the class; may be empty.</summary>
    public string Module { get; }

    /// <summary>What the exception says.</summary>
    public string RemoteMessage { get; }

    /// <summary>Where it was raised, in the lines of Python's traceback; empty where the server did not tell.</summary>
    public IReadOnlyList<string> Traceback { get; }

    /// <summary>Whether the server does not have the method at all, or not in that version (oslo.messaging: NoSuchMethod, UnsupportedVersion).</summary>
    public bool IsCallUnknown => ClassName is "NoSuchMethod" or "UnsupportedVersion";
}
