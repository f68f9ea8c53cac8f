using DhcpNet.Dnsmasq;

namespace DhcpNet.Metadata;

/// <summary>Which networks are to have a metadata proxy (Neutron: Dnsmasq.should_enable_metadata).</summary>
internal static class MetadataRule
{
    /// <summary>Whether the configuration has any network have one.</summary>
    public static bool IsOn(DhcpConfiguration configuration) => configuration.ForceMetadata || configuration.EnableIsolatedMetadata;

    /// <summary>
    /// Whether the network is to have one: where DHCP serves a subnet of it, and all are to, or one of those has no router. Not where OVN
    /// has a metadata port of its own on it.
    /// </summary>
    public static bool IsWanted(Network network, DhcpConfiguration configuration)
    {
        if (!IsOn(configuration) || OvnMetadataPort.Find(network.Id, network.Ports) is not null)
            return false;
        Subnet[] all = [.. network.Subnets, .. network.NonLocalSubnets];
        Subnet[] served = [.. all.Where(s => s.EnableDhcp)];
        if (configuration.ForceMetadata)
            return served.Length > 0;
        HashSet<Guid> routed = SubnetIsolation.GetRouted(all, network.Ports);
        return served.Any(s => !routed.Contains(s.Id));
    }
}
