namespace DhcpNet.Plugins;

/// <summary>A plugin that tells a DHCP agent what changes, as Neutron's server tells its agents.</summary>
public interface INotifyingPlugin : IDhcpPlugin
{
    /// <summary>
    /// Begins to listen. Whatever changes after the returned task is done is told; what changed before may be told too, although whoever
    /// looks now sees it already.
    /// </summary>
    Task<INotificationFeed> ListenAsync(CancellationToken cancellationToken);
}
