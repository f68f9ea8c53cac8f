using System.Text;
using DhcpNet.Dnsmasq;

namespace DhcpNet.Tests.Dnsmasq;

/// <summary>
/// Takes out of Neutron's files and of DhcpNet's what differs on purpose: what docs/differences.md lists of files and arguments, and
/// nothing else. (What networks of 500 ports have more is not asked for by the comparison.)
/// </summary>
internal static class DeliberateDifferences
{
    private const int MaxLineBytes = 1023;

    /// <summary>Arguments: Neutron passes an empty one where it passes no --no-resolv.</summary>
    public static IEnumerable<string> InArguments(IEnumerable<string> arguments) => arguments.Where(a => a.Length > 0);

    /// <summary>Lines that dnsmasq would misread, and those of ports some of whose values it would: a warning names the port.</summary>
    public static IEnumerable<string> InLines(string file, WritableNetwork network)
    {
        Port[] warned = [.. network.Network.Ports.Where(p => network.Warnings.Any(w => w.Contains(p.Id.ToString(), StringComparison.Ordinal)))];
        return file.Split('\n').Where(line => Encoding.UTF8.GetByteCount(line) <= MaxLineBytes && !warned.Any(port => IsOf(port, line)));
    }

    /// <summary>Leases: of IPv4, one that has not ended is kept where Neutron makes one without end of it.</summary>
    public static IEnumerable<string> InLeases(string leases, string existing)
    {
        HashSet<string> before = [.. existing.Split('\n')];
        return leases.Split('\n').Select(line => before.Contains(line) && line.Split(' ') is [_, var mac, var address, _, _] && address.Contains('.', StringComparison.Ordinal)
            ? $"0 {mac} {address} * *"
            : line);
    }

    private static bool IsOf(Port port, string line) =>
        line.Contains($"port-{port.Id}", StringComparison.Ordinal)
        || line.StartsWith($"{port.MacAddress},", StringComparison.Ordinal)
        || port.FixedIps.Any(ip => line.StartsWith($"{AddressText.Format(ip.IpAddress)}\t", StringComparison.Ordinal));
}
