using System.Collections;
using DhcpNet.Session;

namespace DhcpNet.Completion;

/// <summary>Names of networks.</summary>
public sealed class NetworkCompleter : DhcpCompleter
{
    private protected override async Task<IReadOnlyList<(string Value, string ToolTip)>> ValuesAsync(DhcpSession session, string parameter, IDictionary given, CancellationToken cancellationToken)
    {
        IReadOnlyList<Network> networks = await (await session.GetPluginAsync(cancellationToken).ConfigureAwait(false)).FindNetworksAsync("*", cancellationToken).ConfigureAwait(false);
        return [.. networks.Select(n => (n.DisplayName, $"{n.Id} {string.Join(", ", n.Subnets)}"))];
    }
}
