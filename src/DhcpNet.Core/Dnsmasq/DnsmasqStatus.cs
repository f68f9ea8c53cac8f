namespace DhcpNet.Dnsmasq;

/// <summary>What there is of a network's dnsmasq on this host.</summary>
public sealed record DnsmasqStatus
{
    /// <summary>The network's id.</summary>
    public required Guid NetworkId { get; init; }

    /// <summary>The number of the segment; null where the network has no segments.</summary>
    public string? Segment { get; init; }

    /// <summary>The directory of its files.</summary>
    public required string ConfigurationPath { get; init; }

    /// <summary>The tap that it serves, as its <c>interface</c> file says; null without the file.</summary>
    public string? InterfaceName { get; init; }

    /// <summary>The process that serves it; null if none does.</summary>
    public int? ProcessId { get; init; }

    /// <summary>Whether a process serves it.</summary>
    public bool IsRunning => ProcessId is not null;

    /// <summary>The process's arguments, the program's name first; empty if none runs.</summary>
    public IReadOnlyList<string> CommandLine { get; init; } = [];

    /// <summary>When the process was started; null if none runs.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>How long the process has been running; null if none does.</summary>
    public TimeSpan? Uptime => DateTimeOffset.UtcNow - StartTime;

    /// <summary>How many leases its file holds; null where what it is to serve was asked, or changed, and nobody counted.</summary>
    public int? LeaseCount { get; init; }

    /// <summary>What would make process and files what the network wants; null where nobody said what that is, or none runs.</summary>
    public DnsmasqChange? Needed { get; init; }

    /// <summary>Why that is needed, in words.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether process and files are as the network wants them; null where nobody said how it wants them.</summary>
    public bool? IsUpToDate => Needed is DnsmasqChange needed ? needed == DnsmasqChange.None : null;
}
