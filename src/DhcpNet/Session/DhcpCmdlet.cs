using System.Management.Automation;
using DhcpNet.Binding;
using DhcpNet.Linux;
using DhcpNet.Plugins;
using DhcpNet.Setup;

namespace DhcpNet.Session;

/// <summary>What the cmdlets have in common: cancellation, errors, and work on other threads whose words reach the pipeline.</summary>
public abstract class DhcpCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private DhcpSession? _session;
    private CommandProgress? _progress;

    // Found on the pipeline's thread, where the runspace is known, and kept for the others.
    private protected DhcpSession Session => _session ??= DhcpSession.Current;

    /// <summary>Whether the cmdlet changes or looks into the kernel's part of the host.</summary>
    private protected virtual bool NeedsRoot => false;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (NeedsRoot && !Privileges.HasCapabilities)
        {
            ThrowTerminatingError(Errors.ToRecord(
                new DhcpNetException("NotRoot", DhcpNetErrorKind.PermissionDenied,
                    $"{MyInvocation.MyCommand.Name} works on network namespaces and devices, which needs root (CAP_NET_ADMIN and CAP_SYS_ADMIN). Start PowerShell as root, with sudo for example.", Environment.UserName),
                Environment.UserName));
        }
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        Finish();
        Progress.Hide(this);
    }

    /// <summary>Does what is to be done when all input has come.</summary>
    private protected virtual void Finish()
    {
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Does a piece of work; a failure of it is written as an error about <paramref name="target"/>, and the pipeline goes on.</summary>
    /// <returns>Whether it was done.</returns>
    private protected bool Try(object? target, Func<PipelineLog, CancellationToken, Task> work)
    {
        try
        {
            Progress.Begin(target);
            Exception? failure = Run(work);
            if (failure is OperationCanceledException && _stop.IsCancellationRequested)
                throw new PipelineStoppedException();
            if (failure is not null)
                WriteError(Errors.ToRecord(failure, target));
            Progress.End();
            return failure is null;
        }
        catch when (!Stopping)
        {
            // A command that ends here does not come to its end of the input.
            Progress.Hide(this);
            throw;
        }
    }

    /// <summary>Asks or tells, as -WhatIf and -Confirm say; -Force asks nothing.</summary>
    private protected Task<bool> ConfirmedAsync(PipelineLog log, string target, string action, bool force, CancellationToken cancellationToken) =>
        log.AskAsync(() => Confirmed(target, action, force), cancellationToken);

    /// <inheritdoc cref="ConfirmedAsync"/>
    private protected bool Confirmed(string target, string action, bool force = false)
    {
        bool confirm = MyInvocation.BoundParameters.TryGetValue("Confirm", out object? asked) && asked is SwitchParameter { IsPresent: true };
        return (force && !confirm && !IsWhatIf) || ShouldProcess(target, action);
    }

    /// <summary>Whether the cmdlet is to tell what it would do, and do nothing. For the pipeline's thread.</summary>
    private protected bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
        ? given is SwitchParameter { IsPresent: true }
        : GetVariableValue("WhatIfPreference") is true or SwitchParameter { IsPresent: true };

    private CommandProgress Progress => _progress ??= new CommandProgress(MyInvocation.MyCommand.Name);

    // What nobody is to see need not be put in words, and there is much of it.
    private bool IsDebug => MyInvocation.BoundParameters.TryGetValue("Debug", out object? given)
        ? given is SwitchParameter { IsPresent: true }
        : $"{GetVariableValue("DebugPreference")}" is not ("" or nameof(ActionPreference.SilentlyContinue) or nameof(ActionPreference.Ignore));

    /// <summary>Whether the user gave a parameter.</summary>
    private protected bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>What a parameter of text was given, or null: PowerShell makes the blank cell of a CSV file, and null too, an empty text.</summary>
    private protected static string? GivenText(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private protected Task<IDhcpPlugin> PluginAsync(CancellationToken cancellationToken) => Session.GetPluginAsync(cancellationToken);

    private protected Task<INetworkStore> StoreAsync(CancellationToken cancellationToken) => Session.GetStoreAsync(cancellationToken);

    private protected Task<OvsTapStep> TapsAsync(CancellationToken cancellationToken) => Session.GetTapsAsync(cancellationToken);

    /// <summary>What looks at networks' DHCP service on this host.</summary>
    private protected async Task<NetworkDhcpInspector> InspectorAsync(PipelineLog log, CancellationToken cancellationToken)
    {
        IDhcpPlugin plugin = await PluginAsync(cancellationToken).ConfigureAwait(false);
        return new NetworkDhcpInspector(
            await TapsAsync(cancellationToken).ConfigureAwait(false), new DhcpPortStep(plugin, Session.Configuration), new DnsmasqStep(plugin, Session.Configuration, log),
            new MetadataProxyStep(Session.Configuration, log), Session.Configuration)
        {
            Progress = log.Progress,
        };
    }

    /// <summary>This host's DHCP port of a network, with the network as it is now.</summary>
    private protected async Task<Port> DhcpPortAsync(NetworkReference reference, CancellationToken cancellationToken)
    {
        IDhcpPlugin plugin = await PluginAsync(cancellationToken).ConfigureAwait(false);
        Network network = await plugin.NetworkAsync(reference, cancellationToken).ConfigureAwait(false);
        return new DhcpPortStep(plugin, Session.Configuration).Find(network)
            ?? throw new DhcpNetException("PortNotFound", DhcpNetErrorKind.NotFound,
                $"This host has no DHCP port on network '{network.DisplayName}'. New-DhcpPort gets one, Enable-NetworkDhcp does all the steps.", network.Name);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _stop.Dispose();
    }

    // The work runs on the pool, because the pipeline's thread has to write what it says. What the work throws is returned; what the
    // pipeline throws meanwhile (a break or Select-Object -First downstream, $ErrorActionPreference) is not the work's failure and passes.
    private Exception? Run(Func<PipelineLog, CancellationToken, Task> work)
    {
        using var log = new PipelineLog(Progress, tellsAllAsDebug: IsDebug && IsBound("Debug") && !IsBound("Verbose"));
        Action<string>? trace = IsDebug ? log.Debug : null;
        try
        {
            Session.Trace = trace;
            Session.Story = log.Verbose;
        }
        catch (DhcpNetException e)
        {
            return e;
        }
        var task = Task.Run(() => Start(work, log, trace));
        try
        {
            log.WriteTo(this);
        }
        catch
        {
            // Somebody downstream has had enough: the work is told, and has ended before the pipeline does.
            _stop.Cancel();
            ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
            throw;
        }
        try
        {
            task.GetAwaiter().GetResult();
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private async Task Start(Func<PipelineLog, CancellationToken, Task> work, PipelineLog log, Action<string>? trace)
    {
        NetlinkTrace.Listener = trace;
        try
        {
            await work(log, _stop.Token).ConfigureAwait(false);
        }
        finally
        {
            log.Complete();
        }
    }
}
