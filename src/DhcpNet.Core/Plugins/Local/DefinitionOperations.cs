namespace DhcpNet.Plugins.Local;

/// <summary>Makes networks whole, as they are defined.</summary>
internal static class DefinitionOperations
{
    private const int MostNamed = 3;

    public static NetworkDefinitionResult Make(StoreSession session, NetworkDefinition definition)
    {
        NetworkPlan plan = NetworkPlan.Of(definition);
        if (plan.Faults.Count > 0)
            return Failed(definition, plan.Faults);
        if (Existing(session, definition.Network) is { } existing)
            return Compare(session, existing, definition, plan);
        return session.Part(() => Add(session, definition, plan), isKept: result => result.Created);
    }

    private static Network? Existing(StoreSession session, NetworkSpec spec)
    {
        NetworkRow? row = (spec.Id is Guid id ? NetworkRows.ById(session, id) : null) ?? NetworkRows.ByName(session, spec.Name);
        return row is null ? null : NetworkLoader.ById(session, row.Id);
    }

    private static NetworkDefinitionResult Compare(StoreSession session, Network existing, NetworkDefinition definition, NetworkPlan plan)
    {
        List<string> differences = [.. NetworkComparison.Differences(session, existing, definition, plan)];
        if (differences.Count == 0)
            return new NetworkDefinitionResult(definition, existing.Id, Created: false, []);
        string more = differences.Count > MostNamed ? $"; and {differences.Count - MostNamed} more" : "";
        return Failed(definition, [new NetworkFault(definition.Network.Place, new DhcpNetException("NetworkExists", DhcpNetErrorKind.Conflict,
            $"Network '{existing.Name}' exists already and is not as it is defined here: {string.Join("; ", differences.Take(MostNamed))}{more}. "
            + "Make the two agree, or remove the network with Remove-DhcpNetwork first.", existing.Name))]);
    }

    private static NetworkDefinitionResult Add(StoreSession session, NetworkDefinition definition, NetworkPlan plan)
    {
        NetworkRow row = plan.Row;
        NetworkRows.Insert(session, row);
        List<Subnet> subnets = [];
        foreach ((SubnetSpec spec, Subnet planned) in plan.Subnets)
        {
            Subnet subnet = planned with { Id = SubnetRows.FreeId(session, spec.Id) };
            SubnetRows.Insert(session, subnet);
            subnets.Add(subnet);
        }
        List<NetworkFault> faults = [];
        // Addresses that were chosen are given first, so that none of them is handed out to somebody else.
        foreach ((ReservationSpec spec, string? hostName) in plan.Reservations.OrderBy(reservation => reservation.Spec.IPAddresses is null))
        {
            try
            {
                ReservationOperations.Add(session, row, subnets, spec, hostName);
            }
            catch (DhcpNetException error)
            {
                faults.Add(new NetworkFault(spec.Place, error));
            }
        }
        NetworkRows.CountChange(session, row.Id);
        return faults.Count > 0 ? Failed(definition, faults) : new NetworkDefinitionResult(definition, row.Id, Created: true, []);
    }

    private static NetworkDefinitionResult Failed(NetworkDefinition definition, IReadOnlyList<NetworkFault> faults) =>
        new(definition, NetworkId: null, Created: false, faults);
}
