using System.Collections;
using DhcpNet.Session;

namespace DhcpNet.Completion;

/// <summary>Names of taps.</summary>
public sealed class TapCompleter : DhcpCompleter
{
    private protected override async Task<IReadOnlyList<(string Value, string ToolTip)>> ValuesAsync(DhcpSession session, string parameter, IDictionary given, CancellationToken cancellationToken)
    {
        IReadOnlyList<OvsTap> taps = await (await session.GetTapsAsync(cancellationToken).ConfigureAwait(false)).ListAsync(bridge: null, cancellationToken).ConfigureAwait(false);
        return [.. taps.Select(t => (t.Name, $"{t.Bridge} port {t.PortId}"))];
    }
}
