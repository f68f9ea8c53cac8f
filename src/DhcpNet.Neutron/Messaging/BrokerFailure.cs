namespace DhcpNet.Neutron.Messaging;

/// <summary>What stands between a client and its broker.</summary>
public enum BrokerFailure
{
    /// <summary>The broker's host name has no address.</summary>
    HostUnknown,

    /// <summary>Nothing listens at the broker's address and port, or no packet reaches it.</summary>
    Unreachable,

    /// <summary>Something accepts the connection and does not answer as a broker does, or in time.</summary>
    NoAnswer,

    /// <summary>TLS could not be set up: an authority that is not trusted, a certificate of another host, files that can't be read.</summary>
    TlsFailed,

    /// <summary>The broker does not know the user, or not with that password.</summary>
    LoginRefused,

    /// <summary>There is no such virtual host, or the user may not use it.</summary>
    VirtualHostRefused,

    /// <summary>The user may not declare, read or write something in the virtual host.</summary>
    NotPermitted,

    /// <summary>An exchange or queue exists with other properties.</summary>
    DeclaredOtherwise,

    /// <summary>A connection was lost, or refused for another reason.</summary>
    Lost,
}
