namespace DhcpNet.Plugins;

/// <summary>What a notification is about. All but the last are those of Neutron's DHCP agent API.</summary>
public enum DhcpNotificationKind
{
    /// <summary>A network is this host's to serve from now on (network_create_end).</summary>
    NetworkCreate,

    /// <summary>A network was changed (network_update_end).</summary>
    NetworkUpdate,

    /// <summary>A network was deleted, or is not this host's to serve any more (network_delete_end).</summary>
    NetworkDelete,

    /// <summary>A subnet was made (subnet_create_end).</summary>
    SubnetCreate,

    /// <summary>A subnet was changed (subnet_update_end).</summary>
    SubnetUpdate,

    /// <summary>A subnet was deleted (subnet_delete_end).</summary>
    SubnetDelete,

    /// <summary>A port was made (port_create_end).</summary>
    PortCreate,

    /// <summary>A port was changed (port_update_end).</summary>
    PortUpdate,

    /// <summary>A port was deleted (port_delete_end).</summary>
    PortDelete,

    /// <summary>The agent was turned on or off (agent_updated).</summary>
    AgentUpdate,

    /// <summary>Notifications may have been missed: everything is to be looked at.</summary>
    Resync,
}
