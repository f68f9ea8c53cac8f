namespace DhcpNet.Plugins.Local;

/// <summary>Reads networks whole, with subnets and ports.</summary>
internal static class NetworkLoader
{
    public static Network? ById(StoreSession session, Guid id) =>
        NetworkRows.ById(session, id) is { } row ? Complete(session, [row])[0] : null;

    /// <summary>The networks that are to work, as Neutron's server gives its agents no others.</summary>
    public static IReadOnlyList<Network> Active(StoreSession session) => Complete(session, [.. NetworkRows.All(session).Where(row => row.AdminStateUp)]);

    /// <summary>
    /// The networks of a name. A pattern ignores case, as PowerShell's do; a name without wildcards stands for the network of just that
    /// name where there is one, else for all whose names differ in case alone.
    /// </summary>
    public static IReadOnlyList<Network> Matching(StoreSession session, string namePattern)
    {
        if (NetworkRows.ByName(session, namePattern) is { } exact)
            return Complete(session, [exact]);
        return Complete(session, [.. NetworkRows.All(session).Where(row => NamePattern.Matches(namePattern, row.Name))]);
    }

    private static List<Network> Complete(StoreSession session, IReadOnlyList<NetworkRow> rows)
    {
        string ids = IdList.Of(rows.Select(row => row.Id));
        ILookup<Guid, Subnet> subnets = SubnetRows.OfNetworks(session, ids);
        ILookup<Guid, Port> ports = PortRows.OfNetworks(session, ids);
        return [.. rows.Select(row => row.ToNetwork(subnets[row.Id], ports[row.Id]))];
    }
}
