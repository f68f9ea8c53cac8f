using DhcpNet.Plugins;
using DhcpNet.Session;

namespace DhcpNet.Completion;

/// <summary>Prefixes and names of subnets.</summary>
public sealed class SubnetCompleter : NetworkPartCompleter
{
    private protected override Task<IEnumerable<(string Value, string ToolTip)>> PartsAsync(DhcpSession session, IDhcpPlugin plugin, Network network, string parameter, CancellationToken cancellationToken) =>
        Task.FromResult(network.Subnets.SelectMany(s => new[] { s.Cidr.ToString(), s.Name }.Select(name => (name, $"{network.DisplayName} {s.Cidr} {s.Name}"))));
}
