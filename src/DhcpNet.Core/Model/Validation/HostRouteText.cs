namespace DhcpNet.Validation;

/// <summary>Host routes as people write them: <c>10.0.0.0/8,10.1.0.1</c> or <c>10.0.0.0/8 via 10.1.0.1</c>.</summary>
public static class HostRouteText
{
    /// <summary>Reads a route: destination and next hop, a comma or the word <c>via</c> between.</summary>
    /// <exception cref="DhcpNetException"><c>HostRouteMalformed</c>, and those of <see cref="CidrText.Parse"/> and <see cref="IPAddressText.Parse"/>.</exception>
    public static HostRoute Parse(string text)
    {
        string[] parts = text.Split([",", " via "], StringSplitOptions.TrimEntries);
        if (parts.Length != 2)
        {
            throw Invalid.Input("HostRouteMalformed",
                $"'{text}' is not a host route. Write destination and next hop like '10.99.0.0/16,10.20.0.254'.", text);
        }
        var route = new HostRoute(CidrText.Parse(parts[0]), IPAddressText.Parse(parts[1]));
        Validate(route);
        return route;
    }

    /// <summary>Checks that destination and next hop are of one family.</summary>
    /// <exception cref="DhcpNetException"><c>HostRouteMalformed</c>.</exception>
    public static void Validate(HostRoute route)
    {
        if (route.Destination.BaseAddress.AddressFamily != route.Nexthop.AddressFamily)
            throw Invalid.Input("HostRouteMalformed", $"The host route '{route}' has a next hop of another address family than its destination.", route);
    }
}
