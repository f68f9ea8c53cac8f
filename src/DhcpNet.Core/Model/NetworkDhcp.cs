namespace DhcpNet;

/// <summary>The DHCP service of a network on this host.</summary>
public sealed record NetworkDhcp
{
    /// <summary>The network.</summary>
    public required Network Network { get; init; }

    /// <summary>The network's name.</summary>
    public string Name => Network.Name;

    /// <summary>The network's id.</summary>
    public Guid Id => Network.Id;

    /// <summary>How it stands.</summary>
    public required NetworkDhcpState State { get; init; }

    /// <summary>What is missing or wrong, a line each.</summary>
    public IReadOnlyList<string> Problems { get; init => field = Indexable.List(value); } = [];

    /// <summary>This host's DHCP port on the network.</summary>
    public Port? Port { get; init; }

    /// <summary>The tap.</summary>
    public string? TapName { get; init; }

    /// <summary>The tap's addresses with prefix length.</summary>
    public IReadOnlyList<string> Addresses { get; init => field = Indexable.List(value); } = [];

    /// <summary>The namespace.</summary>
    public string Namespace => Network.NamespaceName;

    /// <summary>The process id of dnsmasq.</summary>
    public int? ProcessId { get; init; }

    /// <summary>What was done: the strongest of the steps' changes.</summary>
    public StepChange Change { get; init; }

    /// <summary>What each step did, in order: <c>port created</c>, <c>tap created</c>, …</summary>
    public IReadOnlyList<string> Steps { get; init => field = Indexable.List(value); } = [];

    /// <summary>Why a service that was there was changed, in words; null where that goes without saying.</summary>
    public string? Reason { get; init; }

    /// <summary>The same for each segment, where the network has several served here; what stands above is then of all of them, but port, tap and process are the first one's.</summary>
    public IReadOnlyList<NetworkDhcp> Segments { get; init => field = Indexable.List(value); } = [];

    /// <summary>The network's name.</summary>
    public override string ToString() => Network.DisplayName;
}
