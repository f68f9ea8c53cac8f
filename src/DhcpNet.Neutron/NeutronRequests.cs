using System.Globalization;
using System.Text.Json.Nodes;
using DhcpNet.Neutron.Messaging;
using DhcpNet.Plugins;

namespace DhcpNet.Neutron;

/// <summary>The calls that a DHCP agent makes, as Neutron's own makes them (agent/dhcp/agent.py: DhcpPluginApi; agent/rpc.py: PluginReportStateAPI).</summary>
/// <param name="hostName">The agent's host.</param>
/// <param name="availabilityZone">Where it stands.</param>
/// <param name="reportInterval">How often it reports; a report that is older is of no use any more.</param>
internal sealed class NeutronRequests(string hostName, string availabilityZone, TimeSpan reportInterval)
{
    /// <summary>The topic that agents listen to.</summary>
    public const string AgentTopic = "dhcp_agent";

    /// <summary>The most ports that one call says are ready (agent.py: DHCP_READY_PORTS_SYNC_MAX).</summary>
    public const int MaxReadyPorts = 64;

    private const string PluginTopic = "q-plugin";
    private const string ReportTopic = "q-reports-plugin";

    public RpcRequest GetActiveNetworksInfo() => Read("get_active_networks_info", "1.1", new()
    {
        ["host"] = hostName,
        ["enable_dhcp_filter"] = false,
    });

    public RpcRequest GetNetworkInfo(Guid networkId) => Read("get_network_info", "1.0", new()
    {
        ["network_id"] = networkId.ToString(),
        ["host"] = hostName,
    });

    /// <param name="request">The port.</param>
    /// <param name="projectId">The network's project, which is to be the port's.</param>
    public RpcRequest CreateDhcpPort(DhcpPortRequest request, string? projectId) => New("create_dhcp_port", "1.1", new()
    {
        ["port"] = new JsonObject
        {
            ["port"] = new JsonObject
            {
                ["name"] = "",
                ["admin_state_up"] = true,
                ["device_id"] = request.DeviceId,
                ["network_id"] = request.NetworkId.ToString(),
                ["project_id"] = projectId,
                ["fixed_ips"] = FixedIps(request),
            },
        },
        ["host"] = hostName,
    });

    public RpcRequest UpdateDhcpPort(Guid portId, DhcpPortRequest request)
    {
        JsonObject port = new() { ["network_id"] = request.NetworkId.ToString(), ["fixed_ips"] = FixedIps(request) };
        if (!request.KeepsDeviceId)
            port["device_id"] = request.DeviceId;
        return New("update_dhcp_port", "1.1", new()
        {
            ["port_id"] = portId.ToString(),
            ["port"] = new JsonObject { ["port"] = port },
            ["host"] = hostName,
        });
    }

    public RpcRequest ReleaseDhcpPort(Guid networkId, string deviceId) => New("release_dhcp_port", "1.0", new()
    {
        ["network_id"] = networkId.ToString(),
        ["device_id"] = deviceId,
        ["host"] = hostName,
    });

    public static RpcRequest GetDhcpPort(Guid portId) => Read("get_dhcp_port", "1.8", new() { ["port_id"] = portId.ToString() });

    /// <summary>Asks for ports by what they have: a name of a property, and the values of which one has to be the port's.</summary>
    public static RpcRequest GetPorts(params (string Property, IEnumerable<string> Values)[] filters) => Read("get_ports", "1.0", new() { ["filters"] = Filters(filters) });

    public static RpcRequest DhcpReadyOnPorts(IEnumerable<Guid> portIds) => New("dhcp_ready_on_ports", "1.5", new() { ["port_ids"] = Texts(portIds.Select(id => id.ToString())) });

    /// <summary>Asks for ids and names of networks by what they have, as <see cref="GetPorts"/> does.</summary>
    public static RpcRequest GetNetworkNames(params (string Property, IEnumerable<string> Values)[] filters) => Read("get_networks", "1.7", new()
    {
        ["filters"] = Filters(filters),
        ["fields"] = Texts(["id", "name"]),
    });

    public RpcRequest ReportState(AgentState state)
    {
        JsonObject agent = new()
        {
            ["binary"] = "neutron-dhcp-agent",
            ["host"] = hostName,
            ["availability_zone"] = availabilityZone,
            ["topic"] = AgentTopic,
            ["configurations"] = new JsonObject
            {
                ["dhcp_driver"] = "neutron.agent.linux.dhcp.Dnsmasq",
                ["dhcp_lease_duration"] = state.LeaseDuration == Timeout.InfiniteTimeSpan ? -1 : (long)state.LeaseDuration.TotalSeconds,
                ["log_agent_heartbeats"] = false,
                ["networks"] = state.Networks,
                ["subnets"] = state.Subnets,
                ["ports"] = state.Ports,
            },
            ["agent_type"] = "DHCP agent",
            // Names the report in the server's log.
            ["uuid"] = Guid.NewGuid().ToString(),
        };
        if (state.IsStart)
            agent["start_flag"] = true;
        return New("report_state", "1.2", new()
        {
            ["agent_state"] = new JsonObject { ["agent_state"] = agent },
            ["time"] = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        }) with
        { Topic = ReportTopic, Timeout = reportInterval };
    }

    private static RpcRequest Read(string method, string version, JsonObject arguments) => New(method, version, arguments) with { IsRead = true };

    private static RpcRequest New(string method, string version, JsonObject arguments) =>
        new() { Topic = PluginTopic, Method = method, Version = version, Arguments = arguments, Context = NeutronContext.New() };

    private static JsonArray FixedIps(DhcpPortRequest request)
    {
        JsonArray fixedIps = [];
        foreach (FixedIpRequest wanted in request.FixedIps)
        {
            JsonObject fixedIp = new() { ["subnet_id"] = wanted.SubnetId.ToString() };
            if (wanted.IpAddress is not null)
                fixedIp["ip_address"] = wanted.IpAddress.ToString();
            fixedIps.Add(fixedIp);
        }
        return fixedIps;
    }

    private static JsonObject Filters(params (string Property, IEnumerable<string> Values)[] filters)
    {
        JsonObject json = [];
        foreach ((string property, IEnumerable<string> values) in filters)
            json[property] = Texts(values);
        return json;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)text)]);
}
