using Prometheus;

namespace DhcpNet.Metrics;

/// <summary>How an agent stands, as Prometheus's metrics. There are as many however many networks it serves.</summary>
internal sealed class AgentMetrics
{
    private readonly IMetricFactory _factory;
    private readonly List<Action<DhcpAgentStatus>> _metrics = [];

    private AgentMetrics(IMetricFactory factory) => _factory = factory;

    /// <summary>Adds them to a registry, which asks for the status each time that it is read.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="status">How the agent stands; from any thread.</param>
    public static void AddTo(CollectorRegistry registry, Func<DhcpAgentStatus> status)
    {
        var metrics = new AgentMetrics(Prometheus.Metrics.WithCustomRegistry(registry));
        metrics.AddGauges();
        metrics.AddCounters();
        registry.AddBeforeCollectCallback(() => metrics.Take(status()));
    }

    private void AddGauges()
    {
        Gauge("dhcpnet_start_time_seconds", "When the agent was started, in seconds since 1970.", s => Seconds(s.StartTime));
        Gauge("dhcpnet_connected", "Whether the agent can hear of changes: 1, or 0.", s => s.IsConnected ? 1 : 0);
        Gauge("dhcpnet_networks", "Networks that the agent knows.", s => s.Networks);
        Gauge("dhcpnet_subnets", "Subnets of these networks.", s => s.Subnets);
        Gauge("dhcpnet_ports", "Ports of these networks.", s => s.Ports);
        Gauge("dhcpnet_networks_waiting", "Networks that wait for something to be done, those that failed and are tried again among them.", s => s.Backlog);
        Gauge("dhcpnet_networks_in_work", "Networks that are being worked on.", s => s.InWork);
        Gauge("dhcpnet_ready_ports_waiting", "Ports that the plugin is still to be told DHCP answers for.", s => s.ReadyBacklog);
        Gauge("dhcpnet_last_sync_time_seconds", "When the last sync of all networks was done, in seconds since 1970.", s => Seconds(s.LastSync));
        Gauge("dhcpnet_last_sync_duration_seconds", "How long that sync took.", s => s.LastSyncDuration?.TotalSeconds);
        Gauge("dhcpnet_last_error_time_seconds", "When something went wrong last, in seconds since 1970.", s => Seconds(s.LastErrorTime));
    }

    private void AddCounters()
    {
        Counter("dhcpnet_notifications_total", "Notifications that came from the plugin.", c => c.Notifications);
        Counter("dhcpnet_networks_applied_total", "Networks that were looked at because of something.", c => c.Applied);
        Counter("dhcpnet_networks_changed_total", "Those of which something was changed.", c => c.Changed);
        Counter("dhcpnet_networks_failed_total", "Those that failed.", c => c.Failed);
        Counter("dhcpnet_processes_respawned_total", "Processes that were started again because they had ended by themselves.", c => c.Respawned);
        Counter("dhcpnet_syncs_total", "Syncs of all networks.", c => c.Syncs);
        Counter("dhcpnet_ready_ports_total", "Ports that the plugin was told DHCP answers for.", c => c.ReadyPorts);
        Counter("dhcpnet_reports_total", "State reports that the plugin took.", c => c.Reports);
    }

    private void Take(DhcpAgentStatus status)
    {
        foreach (Action<DhcpAgentStatus> metric in _metrics)
            metric(status);
    }

    // What has not happened yet has no value.
    private void Gauge(string name, string help, Func<DhcpAgentStatus, double?> read)
    {
        Gauge gauge = _factory.CreateGauge(name, help, new GaugeConfiguration { SuppressInitialValue = true });
        _metrics.Add(status =>
        {
            if (read(status) is double value)
                gauge.Set(value);
        });
    }

    private void Counter(string name, string help, Func<DhcpAgentCounts, long> read)
    {
        Counter counter = _factory.CreateCounter(name, help);
        _metrics.Add(status => counter.IncTo(read(status.Counts)));
    }

    private static double? Seconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds() / 1000.0;
}
