using DhcpNet.Plugins;

namespace DhcpNet.Setup;

/// <summary>
/// Tells the plugin of ports whose DHCP is ready, while the work on other networks goes on: a server may take seconds over a port that is
/// bound to no host yet. What comes while it is told of some is told of together.
/// </summary>
internal sealed class ReadyPortTeller(IDhcpPlugin plugin, ISetupLog log)
{
    private readonly object _gate = new();
    private List<Guid> _waiting = [];
    private Task? _telling;

    /// <summary>Has the plugin told of ports, soon.</summary>
    public void Tell(IReadOnlyCollection<Guid> portIds)
    {
        if (portIds.Count == 0)
            return;
        lock (_gate)
        {
            _waiting.AddRange(portIds);
            _telling ??= Task.Run(TellAsync);
        }
    }

    /// <summary>Completes when the plugin has been told of all so far.</summary>
    public Task WhenToldAsync()
    {
        lock (_gate)
            return _telling ?? Task.CompletedTask;
    }

    private async Task TellAsync()
    {
        while (Take() is { Count: > 0 } ports)
        {
            try
            {
                await plugin.DhcpReadyOnPortsAsync(ports, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                log.Warning($"DHCP is ready for {ports.Count} ports, but the plugin could not be told, and may keep them down until it is. The same command, given again, tells it. {e.Message}");
            }
        }
    }

    private List<Guid> Take()
    {
        lock (_gate)
        {
            List<Guid> ports = _waiting;
            _waiting = [];
            if (ports.Count == 0)
                _telling = null;
            return ports;
        }
    }
}
