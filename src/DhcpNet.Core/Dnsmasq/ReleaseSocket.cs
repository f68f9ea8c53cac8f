using System.Net;
using System.Net.Sockets;
using DhcpNet.Linux;
using DhcpNet.Validation;

namespace DhcpNet.Dnsmasq;

/// <summary>Sends dnsmasq, from within its namespace, what looks to it like a client's messages on its tap (dhcp_release(1), dhcp_release6(1)).</summary>
internal sealed class ReleaseSocket : IDisposable
{
    private const int ServerPort = 67;
    private const int ClientPort6 = 546;
    private const int ServerPort6 = 547;
    private static readonly IPAddress AllServers6 = IPAddress.Parse("ff02::1:2");

    private readonly Socket _ipv4;
    private readonly Socket? _ipv6;
    private readonly IReadOnlyList<LinkAddress> _addresses;
    private readonly IPEndPoint _servers6;

    private ReleaseSocket(Socket ipv4, Socket? ipv6, NetworkLink link, IReadOnlyList<LinkAddress> addresses)
    {
        _ipv4 = ipv4;
        _ipv6 = ipv6;
        _addresses = [.. addresses.Where(a => a.Address.AddressFamily == AddressFamily.InterNetwork)];
        _servers6 = new IPEndPoint(new IPAddress(AllServers6.GetAddressBytes(), link.Index), ServerPort6);
    }

    /// <summary>Opens the sockets; null if there is no such interface in the namespace.</summary>
    /// <exception cref="LinuxException">There is no such namespace, or it may not be entered.</exception>
    /// <exception cref="SocketException">The kernel refused.</exception>
    public static ReleaseSocket? Open(string namespaceName, string interfaceName)
    {
        using Rtnetlink inside = Rtnetlink.Open(namespaceName);
        if (inside.GetLink(interfaceName) is not NetworkLink link)
            return null;
        IReadOnlyList<LinkAddress> addresses = inside.GetAddresses(link.Index);
        bool hasIPv6 = addresses.Any(a => a.Address.IsIPv6LinkLocal);
        return NetworkNamespace.Run(namespaceName, () =>
            new ReleaseSocket(OpenOn(AddressFamily.InterNetwork, interfaceName), hasIPv6 ? OpenIPv6(interfaceName) : null, link, addresses));
    }

    /// <summary>Asks dnsmasq to forget a lease.</summary>
    /// <returns>False if there is no way to: the lease or the tap lacks what a message needs, or the kernel refuses to send it.</returns>
    public bool Send(DnsmasqLease lease, string? serverDuid)
    {
        try
        {
            return lease.IsIPv6 ? SendV6(lease, serverDuid) : SendV4(lease);
        }
        catch (SocketException)
        {
            // As of a tap that is down. The others may still be released.
            return false;
        }
    }

    public void Dispose()
    {
        _ipv4.Dispose();
        _ipv6?.Dispose();
    }

    private bool SendV4(DnsmasqLease lease) =>
        FindServer(lease.Address) is IPAddress server
        && ReleaseMessage.CreateV4(lease, server) is byte[] message
        && _ipv4.SendTo(message, new IPEndPoint(server, ServerPort)) > 0;

    private bool SendV6(DnsmasqLease lease, string? serverDuid) =>
        _ipv6 is not null && ReleaseMessage.CreateV6(lease, serverDuid) is byte[] message && _ipv6.SendTo(message, _servers6) > 0;

    // dnsmasq heeds a release only if it names the address that dnsmasq itself has on the lease's subnet.
    private IPAddress? FindServer(IPAddress leased) =>
        (_addresses.FirstOrDefault(a => IsOnPrefix(leased, a)) ?? (_addresses.Count > 0 ? _addresses[0] : null))?.Address;

    private static Socket OpenOn(AddressFamily family, string interfaceName)
    {
        Socket socket = new(family, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            // dnsmasq takes messages for the subnets of the interface that they come by: a message from here to here must not come by lo.
            LinkSockets.BindToLink(socket, interfaceName);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Socket OpenIPv6(string interfaceName)
    {
        Socket socket = OpenOn(AddressFamily.InterNetworkV6, interfaceName);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.IPv6Any, ClientPort6));
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            // The answer then goes to somebody else; what counts is what dnsmasq writes to its file.
        }
        return socket;
    }

    private static bool IsOnPrefix(IPAddress address, LinkAddress own) =>
        new IPNetwork(IPAddressMath.Base(own.Address, own.PrefixLength), own.PrefixLength).Contains(address);
}
