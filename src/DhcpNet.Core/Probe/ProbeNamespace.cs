using System.Net.Sockets;
using DhcpNet.Linux;

namespace DhcpNet.Probe;

/// <summary>
/// The namespace of one run's probes, without a name. A device in it has a link-local address and no other, and listens to no router: the host is
/// not on the networks that are tested.
/// </summary>
internal sealed class ProbeNamespace : IDisposable
{
    // An address is used at once: who would have that of a random MAC address?
    private static readonly KeyValuePair<string, string>[] Sysctls =
    [
        new("net.ipv6.conf.all.disable_ipv6", "0"),
        new("net.ipv6.conf.default.disable_ipv6", "0"),
        new("net.ipv6.conf.all.accept_dad", "0"),
        new("net.ipv6.conf.default.accept_dad", "0"),
        new("net.ipv6.conf.default.accept_ra", "0"),
        new("net.ipv6.conf.default.autoconf", "0"),
        new("net.ipv6.conf.default.router_solicitations", "0"),
        new("net.ipv6.conf.default.addr_gen_mode", "0"),
    ];

    private readonly PrivateNamespace _space;
    private readonly Rtnetlink _inside;

    private ProbeNamespace(PrivateNamespace space, Rtnetlink inside)
    {
        _space = space;
        _inside = inside;
    }

    /// <exception cref="LinuxException">The kernel refuses.</exception>
    public static ProbeNamespace Create()
    {
        PrivateNamespace space = PrivateNamespace.Create();
        try
        {
            return new ProbeNamespace(space, space.Run(() =>
            {
                Sysctl.Set(Sysctls);
                return Rtnetlink.Open();
            }));
        }
        catch
        {
            space.Dispose();
            throw;
        }
    }

    /// <summary>Moves a device in, and sets it up. Not to be called by two at once.</summary>
    /// <exception cref="LinuxException">The kernel refuses.</exception>
    /// <exception cref="DhcpNetException"><c>ProbeFailed</c>: there is no such device.</exception>
    public ProbeDevice MoveIn(Rtnetlink host, string name)
    {
        if (host.GetLink(name) is not NetworkLink link)
            throw new DhcpNetException("ProbeFailed", DhcpNetErrorKind.Failed, $"Open vSwitch has made the test's port '{name}', but its device is not on this host. Run the test where ovs-vswitchd runs.", name);
        host.MoveLink(link.Index, _space);
        NetworkLink moved = _inside.GetLink(name)!;
        _inside.SetLink(moved.Index, new LinkChange { Up = true });
        return new ProbeDevice(name, moved.Index, new MacAddress(moved.Address!.GetAddressBytes()));
    }

    /// <summary>Opens a socket inside.</summary>
    public Socket Open(Func<Socket> open) => _space.Run(open);

    public void Dispose()
    {
        _inside.Dispose();
        _space.Dispose();
    }
}
