using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Completion;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Removes taps from their bridges, all of them in one transaction. Ports of other kinds are refused.</summary>
[Cmdlet(VerbsCommon.Remove, "OvsTap", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveOvsTapCommand : DhcpCmdlet
{
    private readonly List<string> _names = [];

    /// <summary>The taps: name or object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [TapReference]
    [ArgumentCompleter(typeof(TapCompleter))]
    public TapReference[] Tap { get; set; } = [];

    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    private protected override bool NeedsRoot => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (TapReference reference in Tap)
        {
            Try(reference, async (log, token) =>
            {
                OvsTapStep taps = await TapsAsync(token).ConfigureAwait(false);
                OvsTap tap = await taps.FindAsync(reference.Name, token).ConfigureAwait(false)
                    ?? throw NotFound.Tap(reference);
                if (await ConfirmedAsync(log, $"tap {tap.Name} on bridge {tap.Bridge}", "remove", Force, token).ConfigureAwait(false))
                    _names.Add(tap.Name);
            });
        }
    }

    /// <inheritdoc/>
    private protected override void Finish()
    {
        if (_names.Count == 0)
            return;
        Try(string.Join(", ", _names), async (log, token) =>
        {
            OvsTapStep taps = await TapsAsync(token).ConfigureAwait(false);
            foreach (string name in await taps.RemoveAsync(_names, token).ConfigureAwait(false))
                log.Verbose($"Tap {name} was removed.");
        });
    }
}
