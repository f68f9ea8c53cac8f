namespace DhcpNet.Plugins.Local;

/// <summary>What DNS calls a port (Neutron: the dns extension's dns_assignment).</summary>
internal static class DnsNames
{
    /// <summary>The names of a port's addresses; none where it was given no name.</summary>
    public static IReadOnlyList<DnsAssignment> Assign(string? dnsName, string domain, IEnumerable<FixedIp> fixedIps)
    {
        if (dnsName is null)
            return [];
        (string plain, string qualified) = Spellings(dnsName, domain);
        string hostname = plain == qualified ? plain.Split('.')[0] : plain;
        return [.. fixedIps.Select(ip => new DnsAssignment(hostname, qualified + ".", ip.IpAddress))];
    }

    /// <summary>A name without the domain and with it. One of several labels that ends in no domain of ours is whole as it is.</summary>
    public static (string Plain, string Qualified) Spellings(string dnsName, string domain)
    {
        string suffix = "." + domain.TrimEnd('.');
        if (suffix.Length == 1)
            return (dnsName, dnsName);
        if (dnsName.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) && dnsName.Length > suffix.Length)
            return (dnsName[..^suffix.Length], dnsName);
        return dnsName.Contains('.', StringComparison.Ordinal) ? (dnsName, dnsName) : (dnsName, dnsName + suffix);
    }

    /// <exception cref="DhcpNetException"><c>HostNameInUse</c>: another port of the network has the name.</exception>
    public static void RequireUnused(StoreSession session, NetworkRow network, Guid self, string dnsName)
    {
        (string plain, string qualified) = Spellings(dnsName, session.Options.DnsDomain);
        if (PortRows.ByDnsName(session, network.Id, self, plain, qualified) is { } other)
        {
            throw new DhcpNetException("HostNameInUse", DhcpNetErrorKind.Conflict,
                $"The host name '{dnsName}' is the reservation's of {other.MacAddress} on network '{network.Name}'. Choose another name, or remove that reservation.",
                dnsName);
        }
    }
}
