using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using DhcpNet.Configuration;
using DhcpNet.Neutron;
using DhcpNet.Neutron.Messaging;
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

    // What Connect-DhcpPlugin chose; the configuration's store until then.
    private Func<CancellationToken, Task<IDhcpPlugin>> _openPlugin;

    private DhcpSession()
    {
        Configuration = ConfigurationFile.Load();
        _openPlugin = token => OpenStoreAsync(Configuration.DatabasePath, token);
    }

    /// <summary>The session of the runspace that the caller runs in.</summary>
    /// <exception cref="DhcpNetException">The configuration file can't be read.</exception>
    public static DhcpSession Current => Sessions.GetValue(Runspace.DefaultRunspace, Begin);

    public DhcpConfiguration Configuration { get; private set; }

    /// <summary>Who is told of OVSDB messages, and of what becomes of the connection to a broker: the command that is running, since the connection outlives it.</summary>
    public Action<string>? Trace { get; set; }

    /// <summary>Who is told what the command that is running waits for.</summary>
    public Action<string>? Story { get; set; }

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

    /// <summary>Makes a store this session's plugin.</summary>
    /// <exception cref="DhcpNetException">It can't be opened; the session keeps the plugin that it has.</exception>
    public Task ConnectPluginAsync(string path, CancellationToken cancellationToken) =>
        ConnectPluginAsync(token => OpenStoreAsync(path, token), cancellationToken);

    /// <summary>Makes a Neutron server this session's plugin.</summary>
    /// <exception cref="DhcpNetException">It can't be reached; the session keeps the plugin that it has.</exception>
    public Task ConnectPluginAsync(TransportUrl url, RabbitOptions rabbit, CancellationToken cancellationToken) =>
        ConnectPluginAsync(token => OpenNeutronAsync(url, rabbit, token), cancellationToken);

    public async Task<IDhcpPlugin> GetPluginAsync(CancellationToken cancellationToken) =>
        _plugin ??= await _openPlugin(cancellationToken).ConfigureAwait(false);

    /// <summary>The plugin as one whose networks are the user's to change.</summary>
    /// <exception cref="DhcpNetException">They belong to somebody else.</exception>
    public async Task<INetworkStore> GetStoreAsync(CancellationToken cancellationToken)
    {
        IDhcpPlugin plugin = await GetPluginAsync(cancellationToken).ConfigureAwait(false);
        return plugin as INetworkStore
            ?? throw new DhcpNetException("PluginReadOnly", DhcpNetErrorKind.InvalidInput,
                $"The networks of this plugin ({plugin.Description}) are Neutron's to change. 'openstack network create', 'openstack subnet create' and 'openstack port create' make networks, subnets and reservations there, 'set' in the place of 'create' changes them and 'delete' removes them; what is changed shows here at once.", plugin.Description);
    }

    public async Task<OvsSwitch> GetSwitchAsync(CancellationToken cancellationToken)
    {
        if (_switch is not null)
            return _switch;
        Story?.Invoke($"Connecting to Open vSwitch at {Configuration.Ovsdb}.");
        return _switch = await OvsSwitch.ConnectAsync(
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

    private async Task ConnectPluginAsync(Func<CancellationToken, Task<IDhcpPlugin>> open, CancellationToken cancellationToken)
    {
        IDhcpPlugin plugin = await open(cancellationToken).ConfigureAwait(false);
        Dispose();
        _openPlugin = open;
        _plugin = plugin;
    }

    private async Task<IDhcpPlugin> OpenStoreAsync(string path, CancellationToken cancellationToken) =>
        await LocalPlugin.OpenAsync(
            new LocalPluginOptions { Path = path, HostName = Configuration.HostName, DnsDomain = Configuration.DnsDomain },
            cancellationToken).ConfigureAwait(false);

    private async Task<IDhcpPlugin> OpenNeutronAsync(TransportUrl url, RabbitOptions rabbit, CancellationToken cancellationToken)
    {
        Story?.Invoke($"Connecting to Neutron at {url}.");
        return await NeutronPlugin.ConnectAsync(
            new NeutronPluginOptions
            {
                Url = url,
                Rabbit = rabbit,
                HostName = Configuration.HostName,
                AvailabilityZone = Configuration.AvailabilityZone,
                Exchange = Configuration.ControlExchange,
                CallTimeout = Configuration.RpcResponseTimeout,
                ReportInterval = Configuration.ReportInterval,
                Log = line => Trace?.Invoke(line),
            },
            cancellationToken).ConfigureAwait(false);
    }
}
