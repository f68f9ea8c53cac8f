namespace DhcpNet.Ovsdb;

/// <summary>The tables and columns of the <c>Open_vSwitch</c> schema that are read, and how their rows make up a port.</summary>
internal static class SwitchTables
{
    public const string Switch = "Open_vSwitch";
    public const string Bridge = "Bridge";
    public const string Port = "Port";
    public const string Interface = "Interface";

    public static readonly string[] BridgeColumns = [OvsdbRow.UuidColumn, "name", "datapath_type", "fail_mode", "external_ids"];
    public static readonly string[] PortColumns = [OvsdbRow.UuidColumn, "name", "interfaces", "tag", "external_ids"];
    public static readonly string[] InterfaceColumns = [OvsdbRow.UuidColumn, .. WatchedInterfaceColumns];

    /// <summary>A monitor tells a row's identity by itself.</summary>
    public static string[] WatchedInterfaceColumns => ["name", "type", "ofport", "error", "mtu_request", "mtu", "external_ids", "mac_in_use", "ifindex"];

    public static OvsdbCondition HasName(string name) => OvsdbCondition.Equal("name", name);

    public static OvsdbCondition HasUuid(Guid uuid) => OvsdbCondition.Equal(OvsdbRow.UuidColumn, uuid);

    public static OvsBridge ReadBridge(OvsdbRow row) => new()
    {
        Uuid = row.Uuid,
        Name = row["name"].AsString(),
        DatapathType = row["datapath_type"].AsString(),
        FailMode = row["fail_mode"].AsOptionalString(),
        ExternalIds = row["external_ids"].AsStringMap(),
    };

    public static OvsPort ReadPort(string bridge, OvsdbRow port, OvsdbRow @interface)
    {
        OvsPort blank = new()
        {
            Uuid = port.Uuid,
            InterfaceUuid = @interface.Uuid,
            Name = port["name"].AsString(),
            InterfaceName = "",
            Bridge = bridge,
            VlanTag = (int?)port["tag"].AsOptionalInteger(),
            InterfaceType = "",
            InterfaceCount = port["interfaces"].Count,
            ExternalIds = new Dictionary<string, string>(),
            PortExternalIds = port["external_ids"].AsStringMap(),
        };
        return WithInterface(blank, @interface);
    }

    /// <summary>The port with what its interface's row says.</summary>
    public static OvsPort WithInterface(OvsPort port, OvsdbRow row) => port with
    {
        InterfaceName = row["name"].AsString(),
        InterfaceType = row["type"].AsString(),
        OfPort = (int?)row["ofport"].AsOptionalInteger(),
        Error = row["error"].AsOptionalString(),
        MtuRequest = (int?)row["mtu_request"].AsOptionalInteger(),
        Mtu = (int?)row["mtu"].AsOptionalInteger(),
        ExternalIds = row["external_ids"].AsStringMap(),
        MacInUse = row["mac_in_use"].AsOptionalString(),
        IfIndex = (int?)row["ifindex"].AsOptionalInteger(),
    };
}
