namespace DhcpNet;

/// <summary>Something that an agent has done, or that has happened to it.</summary>
public sealed record DhcpAgentEvent
{
    /// <summary>When.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What.</summary>
    public required DhcpAgentEventKind Kind { get; init; }

    /// <summary>The network that it is about; null: the agent as a whole.</summary>
    public Guid? NetworkId { get; init; }

    /// <summary>The network's name, where the plugin tells it, else its id.</summary>
    public string? Network { get; init; }

    /// <summary>What was done, in order: <c>port created</c>, <c>dnsmasq started</c>, …</summary>
    public IReadOnlyList<string> Done { get; init => field = Indexable.List(value); } = [];

    /// <summary>How long it took, from when the agent learnt of it until it was done.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Why, in words.</summary>
    public string? Reason { get; init; }

    /// <summary>What went wrong; null: nothing.</summary>
    public string? Error { get; init; }

    /// <summary>The stable id of what went wrong, as docs/errors.md has it.</summary>
    public string? ErrorId { get; init; }

    /// <summary>The kind, and the network where there is one.</summary>
    public override string ToString() => Network is null ? $"{Kind}" : $"{Kind} {Network}";
}
