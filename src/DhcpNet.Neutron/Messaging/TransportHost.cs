namespace DhcpNet.Neutron.Messaging;

/// <summary>One broker of a <see cref="TransportUrl"/>.</summary>
public sealed class TransportHost
{
    internal TransportHost(string hostName, int port, string? userName, string? password)
    {
        HostName = hostName;
        Port = port;
        UserName = userName;
        Password = password;
    }

    /// <summary>Its name or address; an IPv6 address without brackets.</summary>
    public string HostName { get; }

    /// <summary>Its TCP port.</summary>
    public int Port { get; }

    /// <summary>Who logs in; null: not said.</summary>
    public string? UserName { get; }

    internal string? Password { get; }

    /// <summary><c>host:port</c>.</summary>
    public override string ToString() => HostName.Contains(':') ? $"[{HostName}]:{Port}" : $"{HostName}:{Port}";
}
