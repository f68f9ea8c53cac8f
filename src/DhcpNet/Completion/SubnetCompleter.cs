using DhcpNet.Session;

namespace DhcpNet.Completion;

/// <summary>Prefixes of subnets.</summary>
public sealed class SubnetCompleter : DhcpCompleter
{
    private protected override async Task<IReadOnlyList<(string Value, string ToolTip)>> ValuesAsync(DhcpSession session, CancellationToken cancellationToken)
    {
        IReadOnlyList<Network> networks = await (await session.GetPluginAsync(cancellationToken).ConfigureAwait(false)).FindNetworksAsync("*", cancellationToken).ConfigureAwait(false);
        return [.. networks.SelectMany(n => n.Subnets.Select(s => (s.Cidr.ToString(), $"{n.DisplayName} {s.Name}")))];
    }
}
