namespace DhcpNet.Plugins.Local;

/// <summary>Makes, changes and removes networks, each within one transaction.</summary>
internal static class NetworkOperations
{
    public static (Network Network, bool Created) Create(StoreSession session, NetworkSpec spec)
    {
        NetworkRow row = Describe(spec);
        if (NetworkRows.ByName(session, spec.Name) is { } existing)
        {
            Network network = NetworkLoader.ById(session, existing.Id)!;
            RequireSame(network, spec);
            return (network, false);
        }
        if (NetworkRows.ById(session, row.Id) is { } namesake)
            throw new Difference("name", $"'{namesake.Name}'", $"'{spec.Name}'").ToException("NetworkExists", $"The network {row.Id}", "Leave the id out, or choose another.", row.Id);
        NetworkRows.Insert(session, row);
        foreach (SubnetSpec subnet in spec.Subnets)
            SubnetOperations.Add(session, row, SubnetOperations.Describe(subnet, row));
        NetworkRows.CountChange(session, row.Id);
        return (NetworkLoader.ById(session, row.Id)!, true);
    }

    public static (Network Network, bool Changed) Update(StoreSession session, Guid id, NetworkChange change)
    {
        NetworkRow before = NetworkRows.Require(session, id);
        NetworkRow after = before with
        {
            Name = change.Name ?? before.Name,
            ProjectId = change.ProjectId is null ? before.ProjectId : NetworkDefaults.NullIfEmpty(change.ProjectId),
            VlanTag = change.VlanTag is null ? before.VlanTag : NullIfZero(change.VlanTag),
            Mtu = change.Mtu ?? before.Mtu,
            AdminStateUp = change.AdminStateUp ?? before.AdminStateUp,
        };
        NetworkRules.Validate(after, hasIPv6Subnet: SubnetRows.OfNetwork(session, id).Any(subnet => subnet.IpVersion == 6));
        if (after == before)
            return (NetworkLoader.ById(session, id)!, false);
        if (after.Name != before.Name && NetworkRows.ByName(session, after.Name) is not null)
            throw new DhcpNetException("NetworkExists", DhcpNetErrorKind.Conflict, $"There is another network with the name '{after.Name}'. Choose another name.", after.Name);
        NetworkRows.Update(session, after);
        NetworkRows.CountChange(session, id);
        return (NetworkLoader.ById(session, id)!, true);
    }

    // All that is asked for is checked before anything is looked up, so that bad input is bad whether or not the network exists.
    private static NetworkRow Describe(NetworkSpec spec)
    {
        NetworkRow row = NetworkDefaults.Apply(spec);
        List<Subnet> subnets = [.. spec.Subnets.Select(subnet => SubnetOperations.Describe(subnet, row))];
        NetworkRules.Validate(row, subnets.Any(subnet => subnet.IpVersion == 6));
        foreach ((Subnet subnet, Subnet earlier) in SubnetRules.FindOverlaps(subnets))
            throw SubnetRules.Overlap(subnet, earlier);
        return row;
    }

    private static void RequireSame(Network network, NetworkSpec spec)
    {
        string what = $"Network '{network.Name}'";
        if (Difference.Between<Guid?>("id", network.Id, spec.Id) is { } id)
            throw id.ToException("NetworkExists", what, "Leave the id out, or remove the network with Remove-DhcpNetwork first.", network);
        Difference? difference = Difference.Between("project", network.ProjectId, NetworkDefaults.NullIfEmpty(spec.ProjectId))
            ?? Difference.Between("VLAN tag", network.VlanTag, spec.VlanTag)
            ?? Difference.Between<int?>("MTU", network.Mtu, spec.Mtu)
            ?? Difference.Between<bool?>("administrative state up", network.AdminStateUp, spec.AdminStateUp);
        if (difference is not null)
            throw difference.ToException("NetworkExists", what, "Change it with Set-DhcpNetwork, or leave that out.", network);
        foreach (SubnetSpec subnet in spec.Subnets)
        {
            Subnet existing = network.Subnets.FirstOrDefault(existing => existing.Cidr.Equals(subnet.Cidr))
                ?? throw Difference.BetweenLists("subnets", network.Subnets.Select(s => s.Cidr), [subnet.Cidr])!
                    .ToException("NetworkExists", what, $"Add the subnet {subnet.Cidr} with New-DhcpSubnet.", network);
            SubnetOperations.RequireSame(existing, subnet);
        }
    }

    private static int? NullIfZero(int? tag) => tag == 0 ? null : tag;
}
