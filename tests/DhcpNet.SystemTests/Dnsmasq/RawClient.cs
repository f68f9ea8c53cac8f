using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using DhcpNet.Linux;

namespace DhcpNet.SystemTests.Dnsmasq;

/// <summary>
/// A client that asks once and never again: it renews its lease over and over, and solicits an IPv6 one, a new transaction each time, and
/// notes which of them were answered.
/// </summary>
internal sealed class RawClient : IDisposable
{
    private static readonly IPEndPoint Servers = new(IPAddress.Parse("ff02::1:2"), 547);

    private readonly MacAddress _mac;
    private readonly IPAddress _address;
    private readonly IPEndPoint _server;
    private readonly Socket _ipv4;
    private readonly Socket _ipv6;
    private readonly int _link;
    private readonly ConcurrentDictionary<uint, bool> _asked = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Thread> _threads = [];

    public RawClient(string namespaceName, string linkName, MacAddress mac, IPAddress address, IPAddress server)
    {
        _mac = mac;
        _address = address;
        _server = new IPEndPoint(server, 67);
        (_ipv4, _ipv6, _link) = NetworkNamespace.Run(namespaceName, () =>
        {
            using var inside = Rtnetlink.Open();
            return (Bind(AddressFamily.InterNetwork, new IPEndPoint(IPAddress.Any, 68)), Bind(AddressFamily.InterNetworkV6, new IPEndPoint(IPAddress.IPv6Any, 546)), inside.GetLink(linkName)!.Index);
        });
        // To whom multicast goes is looked up when it is sent, in the socket's namespace.
        _ipv6.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastInterface, _link);
    }

    public int Asked => _asked.Count;

    public IReadOnlyList<string> Unanswered => [.. _asked.Where(a => !a.Value).Select(a => $"{(a.Key >= 1u << 24 ? "DHCPv4" : "DHCPv6")} {a.Key:x}")];

    public void Start()
    {
        WaitForLinkLocal();
        // A DHCPACK, whose first option says so; an ADVERTISE.
        Run(() => Receive(_ipv4, message => message[242] == 5 ? BinaryPrimitives.ReadUInt32BigEndian(message.AsSpan(4)) : null));
        Run(() => Receive(_ipv6, message => message[0] == 2 ? BinaryPrimitives.ReadUInt32BigEndian(message) & 0xffffff : null));
        Run(Ask);
    }

    /// <summary>Asks no more, and waits for the last answers.</summary>
    public void Stop()
    {
        _stop.Cancel();
        Thread.Sleep(1000);
        _ipv4.Close();
        _ipv6.Close();
        foreach (Thread thread in _threads)
            thread.Join();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _ipv4.Dispose();
        _ipv6.Dispose();
    }

    // Until the kernel knows that nobody else has it, nothing can be sent from it.
    private void WaitForLinkLocal()
    {
        for (int i = 0; ; i++)
        {
            try
            {
                _ipv6.SendTo(Solicitation(0), Servers);
                return;
            }
            catch (SocketException) when (i < 100)
            {
                Thread.Sleep(100);
            }
        }
    }

    private void Run(Action action)
    {
        Thread thread = new(() => action()) { IsBackground = true };
        thread.Start();
        _threads.Add(thread);
    }

    private void Ask()
    {
        for (uint i = 1; !_stop.IsCancellationRequested; i++)
        {
            _asked[(1u << 24) + i] = false;
            _ipv4.SendTo(Renewal((1u << 24) + i), _server);
            _asked[i] = false;
            _ipv6.SendTo(Solicitation(i), Servers);
            Thread.Sleep(5);
        }
    }

    private void Receive(Socket socket, Func<byte[], uint?> transactionOf)
    {
        byte[] buffer = new byte[2048];
        try
        {
            while (socket.Receive(buffer) > 0)
            {
                if (transactionOf(buffer) is uint transaction)
                    _asked[transaction] = true;
            }
        }
        catch (SocketException) when (_stop.IsCancellationRequested)
        {
        }
        catch (ObjectDisposedException)
        {
        }
    }

    // RFC 2131, 4.3.2: a renewal has the address in 'ciaddr' and names no server.
    private byte[] Renewal(uint transaction)
    {
        byte[] message = new byte[300];
        message[0] = 1;
        message[1] = 1;
        message[2] = 6;
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(4), transaction);
        _address.GetAddressBytes().CopyTo(message, 12);
        _mac.ToPhysicalAddress().GetAddressBytes().CopyTo(message, 28);
        new byte[] { 0x63, 0x82, 0x53, 0x63, 53, 1, 3, 255 }.CopyTo(message, 236);
        return message;
    }

    // RFC 8415: SOLICIT with a client identifier (DUID-LL) and one IA_NA.
    private byte[] Solicitation(uint transaction)
    {
        byte[] mac = _mac.ToPhysicalAddress().GetAddressBytes();
        return
        [
            1, (byte)(transaction >> 16), (byte)(transaction >> 8), (byte)transaction,
            0, 1, 0, 10, 0, 3, 0, 1, .. mac,
            0, 3, 0, 12, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0,
        ];
    }

    private static Socket Bind(AddressFamily family, IPEndPoint local)
    {
        Socket socket = new(family, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 1 << 20 };
        socket.Bind(local);
        return socket;
    }
}
