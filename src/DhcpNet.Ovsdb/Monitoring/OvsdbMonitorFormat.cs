namespace DhcpNet.Ovsdb;

/// <summary>Which of the two protocols a monitor's rows arrive in.</summary>
internal enum OvsdbMonitorFormat
{
    /// <summary><c>monitor</c> (RFC 7047, section 4.1.5): rows whole, before and after; no conditions.</summary>
    Plain,

    /// <summary><c>monitor_cond</c> (ovsdb-server(7), section 4.1.12): changed columns as differences; rows chosen by conditions.</summary>
    Conditional,
}
