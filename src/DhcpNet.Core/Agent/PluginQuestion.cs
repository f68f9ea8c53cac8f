using DhcpNet.Plugins;

namespace DhcpNet.Agent;

/// <summary>A question to the plugin that is not answered yet, and what was heard since it was asked: the answer may not know of that.</summary>
/// <param name="networkIds">The networks that it is about; null: all.</param>
internal sealed class PluginQuestion(IReadOnlyCollection<Guid>? networkIds)
{
    private readonly HashSet<Guid>? _networkIds = networkIds?.ToHashSet();

    public IReadOnlyCollection<Guid>? NetworkIds { get; } = networkIds;

    public List<(Guid NetworkId, DhcpNotification Notification)> Heard { get; } = [];

    public bool IsAbout(Guid networkId) => _networkIds is null || _networkIds.Contains(networkId);
}
