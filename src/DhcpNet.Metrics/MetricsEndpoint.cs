using System.Globalization;
using System.Net;
using Prometheus;

namespace DhcpNet.Metrics;

/// <summary>
/// Serves an agent's metrics at <c>http://127.0.0.1:port/metrics</c>, in Prometheus's text format. Whoever is on the host may read them;
/// they hold no secret and no name.
/// </summary>
public static class MetricsEndpoint
{
    /// <summary>Serves until what is returned is disposed of.</summary>
    /// <param name="port">The TCP port.</param>
    /// <param name="status">How the agent stands; asked at each request, from any thread.</param>
    /// <exception cref="DhcpNetException"><c>MetricsPortUnavailable</c>: somebody else has the port, for example.</exception>
    public static IDisposable Start(int port, Func<DhcpAgentStatus> status)
    {
        ArgumentNullException.ThrowIfNull(status);
        CollectorRegistry registry = Prometheus.Metrics.NewCustomRegistry();
        AgentMetrics.AddTo(registry, status);
        var server = new MetricServer(IPAddress.Loopback.ToString(), port, registry: registry);
        try
        {
            server.Start();
            return server;
        }
        catch (HttpListenerException e)
        {
            throw new DhcpNetException("MetricsPortUnavailable", DhcpNetErrorKind.Unavailable,
                string.Create(CultureInfo.InvariantCulture, $"The agent can't serve its metrics on port {port} of {IPAddress.Loopback}: {e.Message.TrimEnd('.')}. 'ss -ltnp' shows who has the port; give another with Set-DhcpConfiguration -MetricsPort, or 0 for no metrics."), port, e);
        }
    }
}
