namespace DhcpNet.Ovsdb;

/// <summary>What the database has under the names that were looked up.</summary>
internal sealed record PortLook
{
    /// <summary>The ports of these names.</summary>
    public required IReadOnlyDictionary<string, OvsPort> Ports { get; init; }

    /// <summary>Of interfaces of these names that belong to a port of another name: that port's name. The database allows each interface name once.</summary>
    public required IReadOnlyDictionary<string, string> InterfaceOwners { get; init; }

    /// <summary>The bridge that was looked up along with them, if it is there.</summary>
    public OvsBridge? Bridge { get; init; }

    /// <summary>The number of the newest configuration.</summary>
    public long NextCfg { get; init; }
}
