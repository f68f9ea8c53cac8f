namespace DhcpNet.Plugins.Local;

/// <summary>A network without what is on it.</summary>
internal sealed record NetworkRow(Guid Id, string Name, string? ProjectId, int? VlanTag, int Mtu, bool AdminStateUp, long Revision = 0, long SettledRevision = 0)
{
    public Network ToNetwork(IEnumerable<Subnet> subnets, IEnumerable<Port> ports) => new()
    {
        Id = Id,
        Name = Name,
        ProjectId = ProjectId,
        VlanTag = VlanTag,
        Mtu = Mtu,
        AdminStateUp = AdminStateUp,
        Revision = Revision,
        Subnets = [.. subnets],
        Ports = [.. ports],
    };
}
