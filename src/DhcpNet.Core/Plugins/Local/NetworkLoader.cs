namespace DhcpNet.Plugins.Local;

/// <summary>Reads networks whole, with subnets and ports.</summary>
internal static class NetworkLoader
{
    public static Network? ById(StoreSession session, Guid id) =>
        NetworkRows.ById(session, id) is { } row ? Complete(session, [row])[0] : null;

    /// <summary>Networks in the order of their ids.</summary>
    public static IReadOnlyList<Network> ByIds(StoreSession session, IReadOnlyList<Guid> ids)
    {
        Dictionary<Guid, NetworkRow> rows = NetworkRows.ByIds(session, ids).ToDictionary(row => row.Id);
        return Complete(session, [.. ids.Where(rows.ContainsKey).Select(id => rows[id])]);
    }

    /// <summary>The networks that are to work, as Neutron's server gives its agents no others.</summary>
    public static IReadOnlyList<Network> Active(StoreSession session) => Complete(session, [.. NetworkRows.All(session).Where(row => row.AdminStateUp)]);

    /// <summary>
    /// The networks of a name. A pattern ignores case, as PowerShell's do; a name without wildcards stands for the network of just that
    /// name where there is one, else for all whose names differ in case alone.
    /// </summary>
    public static IReadOnlyList<Network> Matching(StoreSession session, string namePattern) => Complete(session, RowsMatching(session, namePattern));

    /// <summary>A network with its subnets, without its ports.</summary>
    public static Network? OutlineById(StoreSession session, Guid id) => NetworkRows.ById(session, id) is { } row ? Outline(session, [row])[0] : null;

    /// <summary>Those among some ids that there are, without their ports.</summary>
    public static IReadOnlyList<Network> OutlinesByIds(StoreSession session, IEnumerable<Guid> ids) => Outline(session, NetworkRows.ByIds(session, ids));

    /// <summary>The networks of a name, as <see cref="Matching"/> finds them, without their ports.</summary>
    public static IReadOnlyList<Network> OutlinesMatching(StoreSession session, string namePattern) => Outline(session, RowsMatching(session, namePattern));

    /// <summary>The network with no other ports than those added since a revision; null where anything else has happened since, or it is gone.</summary>
    public static Network? AddedSince(StoreSession session, Guid id, long revision)
    {
        if (NetworkRows.ById(session, id) is not { } row || revision < row.SettledRevision || revision > row.Revision)
            return null;
        return row.ToNetwork(SubnetRows.OfNetwork(session, id), PortRows.AddedSince(session, id, revision));
    }

    private static List<Network> Outline(StoreSession session, IReadOnlyList<NetworkRow> rows)
    {
        ILookup<Guid, Subnet> subnets = SubnetRows.OfNetworks(session, IdList.Of(rows.Select(row => row.Id)));
        return [.. rows.Select(row => row.ToNetwork(subnets[row.Id], []))];
    }

    private static IReadOnlyList<NetworkRow> RowsMatching(StoreSession session, string namePattern) =>
        NetworkRows.ByName(session, namePattern) is { } exact
            ? [exact]
            : [.. NetworkRows.All(session).Where(row => NamePattern.Matches(namePattern, row.Name))];

    private static List<Network> Complete(StoreSession session, IReadOnlyList<NetworkRow> rows)
    {
        string ids = IdList.Of(rows.Select(row => row.Id));
        ILookup<Guid, Subnet> subnets = SubnetRows.OfNetworks(session, ids);
        ILookup<Guid, Port> ports = PortRows.OfNetworks(session, ids);
        return [.. rows.Select(row => row.ToNetwork(subnets[row.Id], ports[row.Id]))];
    }
}
