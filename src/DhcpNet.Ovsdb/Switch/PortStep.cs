namespace DhcpNet.Ovsdb;

/// <summary>What has to be done for a port.</summary>
internal enum PortStep
{
    /// <summary>Nothing: it is as asked for.</summary>
    None,

    /// <summary>Nothing, but ovs-vswitchd has not looked at it yet.</summary>
    Wait,

    Update,
    Add,
    Replace,
    Fail,
}
