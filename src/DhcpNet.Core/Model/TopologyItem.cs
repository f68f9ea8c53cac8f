namespace DhcpNet;

/// <summary>A line of the tree that shows what there is of networks on a host; the one before it with a smaller depth is what it belongs to.</summary>
public sealed record TopologyItem
{
    /// <summary>What it stands for.</summary>
    public required TopologyItemKind Kind { get; init; }

    /// <summary>Its name: of a network, a device, a client.</summary>
    public required string Name { get; init; }

    /// <summary>What else is to be said, in words; empty: nothing.</summary>
    public string Detail { get; init; } = "";

    /// <summary>How it stands with it.</summary>
    public TopologyState State { get; init; }

    /// <summary>How deep in the tree it is; the host is at 0.</summary>
    public int Depth { get; init; }

    /// <summary>What is drawn before it.</summary>
    public string Branch { get; init; } = "";

    /// <summary>The network that it belongs to; null for host and bridge.</summary>
    public Guid? NetworkId { get; init; }

    /// <summary>The line as it is drawn, without colour.</summary>
    public override string ToString() => Detail.Length == 0 ? $"{Branch}{Name}" : $"{Branch}{Name}  {Detail}";
}
