using DhcpNet.Plugins;
using DhcpNet.Session;

namespace DhcpNet.Commands;

/// <summary>What cmdlets that list what is on networks by what it is called have in common: what is named without wildcards has to be on one of the networks.</summary>
public abstract class NamedFilterCommand : NetworkFilterCommand
{
    private readonly List<string> _networks = [];
    private bool _isAll;
    private bool _isWhole = true;

    /// <summary>What is looked for.</summary>
    private protected abstract IEnumerable<NameFilter> Filters { get; }

    /// <summary>Writes what is on a network and looked for.</summary>
    private protected abstract Task ListAsync(Network network, IDhcpPlugin plugin, PipelineLog log, CancellationToken cancellationToken);

    /// <summary>What is said of something that was named and is not there.</summary>
    private protected abstract DhcpNetException NotThere(string name, string where);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _isAll = Network is null;
        _isWhole &= Try(Network?.FirstOrDefault(), async (log, token) =>
        {
            IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
            foreach (Network network in await plugin.NetworksAsync(Network, log, token).ConfigureAwait(false))
            {
                _networks.Add(network.DisplayName);
                await ListAsync(network, plugin, log, token).ConfigureAwait(false);
            }
        });
    }

    // When all networks have been looked at: what is not on one of them may be on the next.
    /// <inheritdoc/>
    private protected override void Finish()
    {
        // Where there was no network, or one could not be looked at, nothing is known to be missing.
        if (!_isWhole || (_networks.Count == 0 && !_isAll))
            return;
        string where = _isAll ? "" : _networks is [string one] ? $" on network '{one}'" : $" on any of the {_networks.Count} networks that were given";
        foreach (string name in Filters.SelectMany(f => f.Missing))
            WriteError(Errors.ToRecord(NotThere(name, where), name));
    }
}
