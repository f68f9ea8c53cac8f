namespace DhcpNet;

/// <summary>The parts of a network that are served each by itself (Neutron: DhcpAgent.call_driver).</summary>
public static class NetworkSegments
{
    /// <summary>
    /// A network without segments, as it is; one with segments as a network for each that subnets of this host are on: with those
    /// subnets, and with all ports.
    /// </summary>
    /// <remarks>Segments of one number are one part, because Neutron names ports and directories by the number.</remarks>
    public static IReadOnlyList<Network> Split(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (network.Segments.Count == 0 || network.Segment is not null || network.Subnets.Count == 0)
            return [network];
        var segments = network.Segments.ToDictionary(s => s.Id);
        IGrouping<long, Subnet>[] groups = [.. network.Subnets.GroupBy(s => NumberOf(Find(s)))];
        bool areSeveral = groups.Count(group => group.Any(s => s.EnableDhcp)) > 1;
        return
        [
            .. groups.Select(group => network with
            {
                Subnets = [.. group],
                Segment = group.Select(Find).FirstOrDefault(s => s is not null),
                SharesNamespace = areSeveral,
            }),
        ];

        Segment? Find(Subnet subnet) => subnet.SegmentId is Guid id ? segments.GetValueOrDefault(id) : null;
    }

    /// <summary>The same, but for those parts of which DHCP serves no subnet; the network as it is where that is true of all.</summary>
    public static IReadOnlyList<Network> SplitServed(Network network)
    {
        Network[] served = [.. Split(network).Where(part => part.Subnets.Any(s => s.EnableDhcp))];
        return served.Length > 0 ? served : [network];
    }

    private static long NumberOf(Segment? segment) => segment?.SegmentationId ?? 0;
}
