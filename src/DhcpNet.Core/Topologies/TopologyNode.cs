namespace DhcpNet.Topologies;

/// <summary>Something of networks on a host, and what belongs to it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Detail">What else is to be said; empty: nothing.</param>
/// <param name="State">How it stands with it.</param>
/// <param name="NetworkId">The network that it belongs to.</param>
/// <param name="Children">What belongs to it, in order.</param>
public sealed record TopologyNode(TopologyItemKind Kind, string Name, string Detail, TopologyState State, Guid? NetworkId, IReadOnlyList<TopologyNode> Children)
{
    /// <summary>The tree as lines, each with its branches.</summary>
    public IEnumerable<TopologyItem> ToItems() => ToItems("", "", depth: 0);

    private IEnumerable<TopologyItem> ToItems(string branch, string below, int depth)
    {
        yield return new TopologyItem { Kind = Kind, Name = Name, Detail = Detail, State = State, Depth = depth, Branch = branch, NetworkId = NetworkId };
        for (int i = 0; i < Children.Count; i++)
        {
            bool isLast = i == Children.Count - 1;
            foreach (TopologyItem item in Children[i].ToItems(below + (isLast ? "└─ " : "├─ "), below + (isLast ? "   " : "│  "), depth + 1))
                yield return item;
        }
    }
}
