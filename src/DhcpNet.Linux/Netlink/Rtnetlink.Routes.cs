using System.Net.Sockets;

namespace DhcpNet.Linux;

/// <content>Routes.</content>
public sealed partial class Rtnetlink
{
    /// <summary>The unicast routes of one family in the main table.</summary>
    public IReadOnlyList<NetworkRoute> GetRoutes(AddressFamily family)
    {
        NetlinkResult result = _socket.Dump(NetworkRoute.CreateListRequest(family), NetworkRoute.Parse, out IReadOnlyList<NetworkRoute> routes);
        // A namespace in which there was never an address has no main table yet.
        if (result.ErrorNumber == ErrorNumbers.NoEntry)
            return [];
        if (!result.IsSuccess)
            throw result.ToException("list", $"{family} routes");
        // A kernel without the family answers for all families.
        return [.. routes.Where(route => route.Family == family)];
    }

    /// <summary>Adds a route, or puts it in the place of the one that has its destination and metric.</summary>
    public void ReplaceRoute(NetworkRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        Change(route.ToAddRequest(NetlinkFlags.Replace), "replace route", () => Describe(route));
    }

    /// <summary>Adds a route.</summary>
    /// <returns>False if there is one with its destination and metric, whatever else it says.</returns>
    public bool AddRoute(NetworkRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        return TryChange(route.ToAddRequest(NetlinkFlags.Exclusive), ErrorNumbers.Exists, "add route", () => Describe(route));
    }

    /// <summary>Deletes a route. What is not said about it (gateway, link, metric, protocol) may be anything; the scope never matters.</summary>
    /// <returns>False if there was none.</returns>
    public bool DeleteRoute(NetworkRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        return TryChange(route.ToDeleteRequest(), ErrorNumbers.NoProcess, "delete route", () => Describe(route));
    }

    private string Describe(NetworkRoute route) =>
        route.LinkIndex == 0 ? $"'{route}'" : $"'{route}' on link {DescribeLink(route.LinkIndex)}";
}
