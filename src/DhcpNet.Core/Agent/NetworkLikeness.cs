using System.Text.Json;

namespace DhcpNet.Agent;

/// <summary>Compares what the plugin says of a network with what it has said before.</summary>
internal static class NetworkLikeness
{
    /// <summary>Whether a service is the same for both. The order of ports makes no difference, nor does how they stand.</summary>
    public static bool AreAlike(Network network, Network other)
    {
        if (network.Id != other.Id || network.Revision != other.Revision || network.Ports.Count != other.Ports.Count || Outline(network) != Outline(other))
            return false;
        var ports = other.Ports.ToDictionary(p => p.Id);
        return network.Ports.All(p => ports.TryGetValue(p.Id, out Port? same) && PortComparison.AreAlike(p, same));
    }

    // What Neutron tells of it; there are few subnets, however many ports there are.
    private static string Outline(Network network) => JsonSerializer.Serialize(network with { Ports = [] }, NeutronJson.Default.Network);
}
