using System.Collections;
using DhcpNet.Ovsdb;
using DhcpNet.Session;

namespace DhcpNet.Completion;

/// <summary>Names of Open vSwitch's bridges.</summary>
public sealed class BridgeCompleter : DhcpCompleter
{
    private protected override async Task<IReadOnlyList<(string Value, string ToolTip)>> ValuesAsync(DhcpSession session, string parameter, IDictionary given, CancellationToken cancellationToken)
    {
        OvsSwitch ovs = await session.GetSwitchAsync(cancellationToken).ConfigureAwait(false);
        return [.. (await ovs.GetBridgesAsync(cancellationToken).ConfigureAwait(false)).Select(name => (name, ""))];
    }
}
