using DhcpNet.Setup;

namespace DhcpNet.Agent;

/// <summary>Brings networks to what the plugin says (<see cref="NetworkDhcpFlow.ApplyAsync"/>).</summary>
/// <param name="networks">The networks.</param>
/// <param name="isExtensible">Whether what the plugin tells of changes is enough for one.</param>
/// <param name="cancellationToken">Ends it; what was begun is finished.</param>
internal delegate IAsyncEnumerable<NetworkDhcpOutcome> ApplyNetworks(IReadOnlyList<Network> networks, Func<Guid, bool> isExtensible, CancellationToken cancellationToken);
