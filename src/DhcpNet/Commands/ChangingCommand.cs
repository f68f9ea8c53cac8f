using System.Collections;
using System.Management.Automation;
using DhcpNet.Plugins;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>What cmdlets have in common that change what a running service is made of: it takes the change at once where that is asked for.</summary>
public abstract class ChangingCommand : DhcpCmdlet
{
    // What says where the change is made, and not what it is.
    private static readonly string[] Places = ["Network", "Subnet", "Reservation", "Update"];

    private readonly Dictionary<Guid, Network> _changed = [];

    /// <summary>A service that runs on this host takes the change at once, as by Update-NetworkDhcp; once for all that came by the pipeline.</summary>
    [Parameter]
    public SwitchParameter Update { get; set; }

    /// <inheritdoc/>
    private protected override bool NeedsRoot => Update;

    /// <summary>What is changed, in the words of the command's parameters, for who is asked whether it may be.</summary>
    private protected string Change
    {
        get
        {
            string[] given = [.. MyInvocation.BoundParameters
                .Where(p => !Places.Contains(p.Key) && !CommonParameters.Contains(p.Key) && !OptionalCommonParameters.Contains(p.Key))
                .Select(p => p.Value is SwitchParameter ? p.Key : $"{p.Key} {Text(p.Value)}")];
            return given.Length == 0 ? "change nothing" : $"set {string.Join(", ", given)}";
        }
    }

    /// <summary>Notes that something of a network was changed, or may have been by an earlier command that did not update.</summary>
    private protected void NoteChanged(Network network)
    {
        if (Update)
            _changed[network.Id] = network;
    }

    private static string Text(object? value) => value switch
    {
        PSObject wrapped => Text(wrapped.BaseObject),
        null or "" => "''",
        string text => text,
        IDictionary options => string.Join(' ', options.Keys.Cast<object>().Select(name => $"{name}={Text(options[name])}")),
        IEnumerable values => string.Join(' ', values.Cast<object?>().Select(Text).DefaultIfEmpty("''")),
        _ => $"{value}",
    };

    /// <inheritdoc/>
    private protected override void Finish()
    {
        if (_changed.Count == 0)
            return;
        Try(target: null, async (log, token) =>
        {
            IDhcpPlugin plugin = await PluginAsync(token).ConfigureAwait(false);
            var flow = new NetworkDhcpFlow(plugin, await TapsAsync(token).ConfigureAwait(false), Session.Configuration, log);
            var tally = new NetworkDhcpTally(_changed.Count);
            await foreach (NetworkDhcpOutcome outcome in flow.UpdateAsync([.. _changed.Values], NetworkDhcpFlow.UsualThrottle, token).ConfigureAwait(false))
            {
                tally.Count(outcome);
                log.Progress(tally, outcome.Network.DisplayName);
                if (outcome.Error is not null)
                    log.Error(NetworkDhcpOutcomes.ToRecord(outcome));
                else if (outcome.Result is { State: NetworkDhcpState.Disabled, Change: StepChange.None, Reason: string reason })
                    log.Verbose($"Network '{outcome.Network.DisplayName}': {reason}.");
            }
        });
    }
}
