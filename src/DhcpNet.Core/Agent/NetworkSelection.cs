using DhcpNet.Plugins;

namespace DhcpNet.Agent;

/// <summary>The networks that an agent is limited to.</summary>
public sealed class NetworkSelection
{
    private readonly HashSet<Guid> _ids;
    private readonly IReadOnlyList<string> _patterns;

    /// <summary>Networks by their ids, and by their names.</summary>
    /// <param name="ids">Ids.</param>
    /// <param name="patterns">Names, or patterns of them (<see cref="NamePattern"/>).</param>
    public NetworkSelection(IEnumerable<Guid> ids, IEnumerable<string> patterns)
    {
        _ids = [.. ids];
        _patterns = [.. patterns];
    }

    /// <summary>All networks.</summary>
    public static NetworkSelection All { get; } = new([], ["*"]);

    /// <summary>Whether it is no limit.</summary>
    public bool IsAll => _patterns.Contains("*");

    /// <summary>Whether a network is among them.</summary>
    public bool Contains(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return IsAll || _ids.Contains(network.Id) || (network.Name.Length > 0 && _patterns.Any(p => NamePattern.Matches(p, network.Name)));
    }
}
