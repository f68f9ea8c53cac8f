namespace DhcpNet.Ovsdb;

/// <summary>A bridge: a row of the <c>Bridge</c> table (ovs-vswitchd.conf.db(5)).</summary>
public sealed record OvsBridge
{
    /// <summary>The row's identity.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>The bridge's name, such as <c>br-int</c>.</summary>
    public required string Name { get; init; }

    /// <summary><c>system</c> for the kernel's datapath, <c>netdev</c> for the one in user space; empty, which means <c>system</c>, unless set.</summary>
    public required string DatapathType { get; init; }

    /// <summary><c>standalone</c> or <c>secure</c>; <see langword="null"/>, which means <c>standalone</c>, unless set.</summary>
    public string? FailMode { get; init; }

    /// <summary>What other programs noted on the bridge.</summary>
    public required IReadOnlyDictionary<string, string> ExternalIds { get; init; }
}
