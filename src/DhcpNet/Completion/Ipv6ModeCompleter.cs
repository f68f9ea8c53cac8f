using System.Collections;
using DhcpNet.Session;

namespace DhcpNet.Completion;

/// <summary>Neutron's words for IPv6 modes.</summary>
public sealed class Ipv6ModeCompleter : DhcpCompleter
{
    private protected override Task<IReadOnlyList<(string Value, string ToolTip)>> ValuesAsync(DhcpSession session, string parameter, IDictionary given, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<(string, string)>>([.. Ipv6Modes.Names.Select(n => (n, ""))]);
}
