using System.Collections;
using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Plugins;
using DhcpNet.Session;

namespace DhcpNet.Completion;

/// <summary>Completes what is on networks: on those that are typed already, or on all.</summary>
public abstract class NetworkPartCompleter : DhcpCompleter
{
    private static readonly NetworkReferenceAttribute References = new();

    private protected sealed override async Task<IReadOnlyList<(string Value, string ToolTip)>> ValuesAsync(DhcpSession session, string parameter, IDictionary given, CancellationToken cancellationToken)
    {
        IDhcpPlugin plugin = await session.GetPluginAsync(cancellationToken).ConfigureAwait(false);
        NetworkReference[]? wanted = Given(given["Network"]);
        List<(string, string)> values = [];
        foreach (Network network in await plugin.FindNetworksAsync("*", cancellationToken).ConfigureAwait(false))
        {
            if (wanted is null || wanted.Any(w => w.Id == network.Id || (w.Name is string name && NamePattern.Matches(name, network.Name))))
                values.AddRange((await PartsAsync(session, plugin, network, parameter, cancellationToken).ConfigureAwait(false)).Where(v => v.Value.Length > 0));
        }
        return values;
    }

    /// <summary>The values on one network, each with what to show beside it; one that is empty is left out.</summary>
    private protected abstract Task<IEnumerable<(string Value, string ToolTip)>> PartsAsync(DhcpSession session, IDhcpPlugin plugin, Network network, string parameter, CancellationToken cancellationToken);

    private static NetworkReference[]? Given(object? value)
    {
        try
        {
            return References.Transform(null!, value!) switch
            {
                NetworkReference one => [one],
                object[] many => [.. many.OfType<NetworkReference>()],
                _ => null,
            };
        }
        catch (ArgumentTransformationMetadataException)
        {
            // What stands there is known only when the command runs.
            return null;
        }
    }
}
