namespace DhcpNet;

/// <summary>A network namespace as iproute2 keeps it.</summary>
public sealed record NetNamespace
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The file that stands for it.</summary>
    public required string Path { get; init; }

    /// <summary>The tap in it that is the network's; null where there is none, or the namespace is no network's.</summary>
    public string? TapName { get; init; }

    /// <summary>The DHCP port whose tap is in it.</summary>
    public Port? Port { get; init; }

    /// <summary>The network it belongs to; null where the plugin knows of none.</summary>
    public Network? Network { get; init; }

    /// <summary>The devices in it, lo not counted.</summary>
    public IReadOnlyList<string> Devices { get; init => field = Indexable.List(value); } = [];

    /// <summary>What the step did.</summary>
    public StepChange Change { get; init; }

    /// <summary>Whether the step has moved the tap in.</summary>
    internal bool IsTapNew { get; init; }

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}
