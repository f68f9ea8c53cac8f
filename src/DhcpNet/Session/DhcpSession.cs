using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using DhcpNet.Configuration;
using DhcpNet.Ovsdb;
using DhcpNet.Plugins;
using DhcpNet.Plugins.Local;
using DhcpNet.Setup;

namespace DhcpNet.Session;

/// <summary>What the cmdlets of one runspace share: the configuration, and the connections that it leads to, each made when first needed.</summary>
internal sealed class DhcpSession : IDisposable
{
    private static readonly ConditionalWeakTable<Runspace, DhcpSession> Sessions = [];

    private IDhcpPlugin? _plugin;
    private OvsSwitch? _switch;

    private DhcpSession() => Configuration = ConfigurationFile.Load();

    /// <summary>The session of the runspace that the caller runs in.</summary>
    /// <exception cref="DhcpNetException">The configuration file can't be read.</exception>
    public static DhcpSession Current => Sessions.GetValue(Runspace.DefaultRunspace, Begin);

    public DhcpConfiguration Configuration { get; private set; }

    /// <summary>Who is told of OVSDB messages: the command that is running, since the connection outlives it.</summary>
    public Action<string>? Trace { get; set; }

    /// <summary>The plugin's database where <c>Connect-DhcpPlugin</c> chose one.</summary>
    public string? PluginPath { get; private set; }

    private static DhcpSession Begin(Runspace runspace)
    {
        var session = new DhcpSession();
        runspace.StateChanged += (_, change) =>
        {
            if (change.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Broken)
                session.Dispose();
        };
        return session;
    }

    /// <summary>Ends the session of the runspace that the caller runs in, if it has one.</summary>
    public static void End()
    {
        if (Sessions.TryGetValue(Runspace.DefaultRunspace, out DhcpSession? session))
        {
            Sessions.Remove(Runspace.DefaultRunspace);
            session.Dispose();
        }
    }

    public void Configure(DhcpConfiguration configuration)
    {
        Dispose();
        Configuration = configuration;
    }

    public async Task<IDhcpPlugin> ConnectPluginAsync(string? path, CancellationToken cancellationToken)
    {
        IDhcpPlugin plugin = await OpenAsync(path, cancellationToken).ConfigureAwait(false);
        Dispose();
        PluginPath = path;
        return _plugin = plugin;
    }

    public async Task<IDhcpPlugin> GetPluginAsync(CancellationToken cancellationToken) =>
        _plugin ??= await OpenAsync(PluginPath, cancellationToken).ConfigureAwait(false);

    /// <summary>The plugin as one whose networks are the user's to change.</summary>
    /// <exception cref="DhcpNetException">They belong to somebody else.</exception>
    public async Task<INetworkStore> GetStoreAsync(CancellationToken cancellationToken)
    {
        IDhcpPlugin plugin = await GetPluginAsync(cancellationToken).ConfigureAwait(false);
        return plugin as INetworkStore
            ?? throw new DhcpNetException("PluginReadOnly", DhcpNetErrorKind.InvalidInput,
                $"The networks of this plugin ({plugin.Description}) are not this module's to change. Change them where they are managed.", plugin.Description);
    }

    public async Task<OvsSwitch> GetSwitchAsync(CancellationToken cancellationToken)
    {
        return _switch ??= await OvsSwitch.ConnectAsync(
            OvsdbEndpoint.Parse(Configuration.Ovsdb),
            new OvsdbClientOptions { ConnectTimeout = Configuration.OvsdbTimeout, RequestTimeout = Configuration.OvsdbTimeout, Trace = line => Trace?.Invoke(line) },
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<OvsTapStep> GetTapsAsync(CancellationToken cancellationToken) =>
        new(await GetSwitchAsync(cancellationToken).ConfigureAwait(false), Configuration, ownsVlanTags: await GetPluginAsync(cancellationToken).ConfigureAwait(false) is INetworkStore);

    public void Dispose()
    {
        IDhcpPlugin? plugin = Interlocked.Exchange(ref _plugin, null);
        OvsSwitch? ovs = Interlocked.Exchange(ref _switch, null);
        // On a thread of the pool: these never come back to the pipeline's.
        Task.Run(async () =>
        {
            if (plugin is not null)
                await plugin.DisposeAsync().ConfigureAwait(false);
            if (ovs is not null)
                await ovs.DisposeAsync().ConfigureAwait(false);
        }).GetAwaiter().GetResult();
    }

    private Task<LocalPlugin> OpenLocalAsync(string? path, CancellationToken cancellationToken) =>
        LocalPlugin.OpenAsync(
            new LocalPluginOptions { Path = path ?? Configuration.DatabasePath, HostName = Configuration.HostName, DnsDomain = Configuration.DnsDomain },
            cancellationToken);

    private async Task<IDhcpPlugin> OpenAsync(string? path, CancellationToken cancellationToken) =>
        await OpenLocalAsync(path, cancellationToken).ConfigureAwait(false);
}
