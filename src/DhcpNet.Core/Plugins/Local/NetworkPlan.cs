namespace DhcpNet.Plugins.Local;

/// <summary>A network as a definition says it, with every default, checked as far as that goes without the store.</summary>
internal sealed class NetworkPlan
{
    private readonly NetworkDefinition _definition;
    private readonly List<NetworkFault> _faults;
    private readonly List<(SubnetSpec Spec, Subnet Subnet)> _subnets = [];
    private readonly List<(ReservationSpec Spec, string? HostName)> _reservations = [];

    private NetworkPlan(NetworkDefinition definition)
    {
        _definition = definition;
        _faults = [.. definition.Faults];
        Row = NetworkDefaults.Apply(definition.Network);
    }

    /// <summary>The network by itself.</summary>
    public NetworkRow Row { get; }

    /// <summary>Its subnets.</summary>
    public IReadOnlyList<(SubnetSpec Spec, Subnet Subnet)> Subnets => _subnets;

    /// <summary>Its clients' ports, and their host names as they are kept.</summary>
    public IReadOnlyList<(ReservationSpec Spec, string? HostName)> Reservations => _reservations;

    /// <summary>All rules that are broken.</summary>
    public IReadOnlyList<NetworkFault> Faults => _faults;

    public static NetworkPlan Of(NetworkDefinition definition)
    {
        var plan = new NetworkPlan(definition);
        plan.AddSubnets();
        plan.CheckNetwork();
        plan.AddReservations();
        return plan;
    }

    private void AddSubnets()
    {
        foreach (SubnetSpec spec in _definition.Network.Subnets)
            Check(spec.Place, () => _subnets.Add((spec, SubnetOperations.Describe(spec, Row))));
        Dictionary<Subnet, SubnetSpec> specs = new(ReferenceEqualityComparer.Instance);
        foreach ((SubnetSpec spec, Subnet subnet) in _subnets)
            specs.Add(subnet, spec);
        foreach ((Subnet subnet, Subnet earlier) in SubnetRules.FindOverlaps([.. _subnets.Select(planned => planned.Subnet)]))
            _faults.Add(new NetworkFault(specs[subnet].Place, SubnetRules.Overlap(subnet, earlier)));
    }

    private void CheckNetwork()
    {
        FilePlace? place = _definition.Network.Place;
        // Where the name could not be read, that has been said.
        if (Row.Name.Length > 0 || _definition.Faults.Count == 0)
            Check(place, () => NetworkRules.ValidateName(Row));
        Check(place, () => NetworkRules.ValidateVlan(Row));
        Check(place, () => NetworkRules.ValidateMtu(Row, _subnets.Any(planned => planned.Subnet.IpVersion == 6)));
    }

    private void AddReservations()
    {
        HashSet<MacAddress> macs = [];
        foreach (ReservationSpec spec in _definition.Reservations ?? [])
        {
            Check(spec.Place, () =>
            {
                _reservations.Add((spec, ReservationOperations.Validate(spec)));
                if (!macs.Add(spec.MacAddress))
                    throw ReservationOperations.MacInUse(Row.Name, spec.MacAddress, "by another port that is defined with it. Give each client its own");
            });
        }
    }

    private void Check(FilePlace? place, Action rule)
    {
        try
        {
            rule();
        }
        catch (DhcpNetException error)
        {
            _faults.Add(new NetworkFault(place, error));
        }
    }
}
