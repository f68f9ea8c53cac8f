namespace DhcpNet.Linux;

/// <summary>Who made a route; the kernel's numbers (rtnetlink(7), /etc/iproute2/rt_protos). Other numbers occur.</summary>
public enum RouteProtocol
{
    /// <summary>Not said. A route is added as <see cref="Static"/> then, and deleted whoever made it.</summary>
    Unspecified = 0,

    /// <summary>An ICMP redirect.</summary>
    Redirect = 1,

    /// <summary>The kernel, with an address.</summary>
    Kernel = 2,

    /// <summary>Somebody at boot, or <c>ip route</c> when not told.</summary>
    Boot = 3,

    /// <summary>An administrator.</summary>
    Static = 4,

    /// <summary>An IPv6 router advertisement.</summary>
    RouterAdvertisement = 9,

    /// <summary>A DHCP client.</summary>
    Dhcp = 16,
}
