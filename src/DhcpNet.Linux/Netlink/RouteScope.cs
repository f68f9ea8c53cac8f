namespace DhcpNet.Linux;

/// <summary>How far away a route's destinations are; the kernel's numbers. For IPv6 always <see cref="Universe"/>.</summary>
public enum RouteScope
{
    /// <summary>Anywhere, beyond a gateway; <c>global</c> in ip-route(8).</summary>
    Universe = 0,

    /// <summary>Within the site.</summary>
    Site = 200,

    /// <summary>On the link.</summary>
    Link = 253,

    /// <summary>This host.</summary>
    Host = 254,

    /// <summary>Nowhere.</summary>
    Nowhere = 255,
}
