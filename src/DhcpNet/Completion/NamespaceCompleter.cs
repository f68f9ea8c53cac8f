using System.Collections;
using DhcpNet.Linux;
using DhcpNet.Session;

namespace DhcpNet.Completion;

/// <summary>Names of network namespaces.</summary>
public sealed class NamespaceCompleter : DhcpCompleter
{
    private protected override Task<IReadOnlyList<(string Value, string ToolTip)>> ValuesAsync(DhcpSession session, string parameter, IDictionary given, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<(string, string)>>([.. NetworkNamespace.List().Select(n => (n, NetworkNamespace.PathOf(n)))]);
}
