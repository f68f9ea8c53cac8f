using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using DhcpNet.Neutron;
using DhcpNet.Neutron.Messaging;
using DhcpNet.Plugins;

namespace DhcpNet.Tests.Neutron;

/// <summary>What is sent is what Neutron's agent sent, but for ids and times.</summary>
public class RequestTests
{
    // Chosen anew for each message, or each run.
    private static readonly string[] Own = ["_msg_id", "_reply_q", "_unique_id", "_context_request_id", "_context_timestamp"];

    private static readonly NeutronRequests Requests = new("lab-host", "nova", TimeSpan.FromSeconds(30));

    public static TheoryData<string> Calls => Capture.Names("call-");

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_call_is_the_agents(string name)
    {
        var capture = Capture.Get(name);
        RpcRequest request = Build(capture);

        JsonObject sent = JsonObject.Create(Envelope.Open(RpcMessage.Write(request, "unique", "message", "queue")))!;

        Assert.Equal("message queue unique", $"{sent["_msg_id"]} {sent["_reply_q"]} {sent["_unique_id"]}");
        Assert.Equal(Comparable(capture.Request).ToJsonString(), Comparable(sent).ToJsonString());
        Assert.Equal(capture.RoutingKey, request.Topic);
        Assert.Equal(capture.Expiration, ((request.Timeout ?? new NeutronPluginOptions { Url = TransportUrl.Parse("rabbit://a"), HostName = "a" }.CallTimeout).TotalSeconds * 1000).ToString());
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void Ids_and_times_have_the_form_of_the_agents(string name)
    {
        var capture = Capture.Get(name);
        JsonObject sent = JsonObject.Create(Envelope.Open(RpcMessage.Write(Build(capture), "unique", "message", "queue")))!;

        Assert.Equal(Form(capture.Request["_context_request_id"]!), Form(sent["_context_request_id"]!));
        Assert.Equal(Form(capture.Request["_context_timestamp"]!), Form(sent["_context_timestamp"]!));
        if (capture.Arguments["time"] is JsonNode time)
        {
            Assert.Equal(Form(time), Form(sent["args"]!["time"]!));
            Assert.Equal(Form(capture.Arguments["agent_state"]!["agent_state"]!["uuid"]!), Form(sent["args"]!["agent_state"]!["agent_state"]!["uuid"]!));
        }
    }

    [Fact]
    public void The_envelope_is_the_agents()
    {
        var capture = Capture.Get("call-get_network_info");

        using var envelope = JsonDocument.Parse(RpcMessage.Write(Build(capture), "unique", "message", "queue"));

        Assert.Equal(["oslo.version", "oslo.message"], envelope.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal("2.0", envelope.RootElement.GetProperty("oslo.version").GetString());
        Assert.Equal(JsonValueKind.String, envelope.RootElement.GetProperty("oslo.message").ValueKind);
    }

    [Fact]
    public void A_namespace_is_said_where_there_is_one()
    {
        RpcRequest request = new() { Topic = "t", Method = "m", Namespace = "n" };

        Assert.Equal("n", Envelope.Open(RpcMessage.Write(request, "unique", "message", "queue")).GetProperty("namespace").GetString());
        Assert.Equal("n", RpcMessage.Parse(RpcMessage.Write(request, "unique", "message", "queue")).Namespace);
    }

    [Fact]
    public void A_port_that_is_adopted_is_given_its_device()
    {
        DhcpPortRequest port = new(Guid.NewGuid(), "dhcp-x", []);

        JsonNode sent = Requests.UpdateDhcpPort(Guid.NewGuid(), port).Arguments["port"]!["port"]!;

        Assert.Equal("dhcp-x", (string?)sent["device_id"]);
    }

    [Fact]
    public void A_lease_without_end_is_reported_as_Neutron_configures_it() =>
        Assert.Equal(-1, (long)Requests.ReportState(new AgentState { LeaseDuration = Timeout.InfiniteTimeSpan }).Arguments["agent_state"]!["agent_state"]!["configurations"]!["dhcp_lease_duration"]!);

    [Fact]
    public void An_agent_reports_the_availability_zone_that_it_stands_in() =>
        Assert.Equal("rack 7", (string?)new NeutronRequests("lab-host", "rack 7", TimeSpan.FromSeconds(30)).ReportState(new AgentState { LeaseDuration = TimeSpan.FromDays(1) }).Arguments["agent_state"]!["agent_state"]!["availability_zone"]);

    [Fact]
    public void A_report_may_take_as_long_as_it_is_to_the_next_and_has_an_id_of_its_own()
    {
        var requests = new NeutronRequests("lab-host", "nova", TimeSpan.FromSeconds(7));
        var state = new AgentState { LeaseDuration = TimeSpan.FromDays(1) };

        RpcRequest[] reports = [requests.ReportState(state), requests.ReportState(state)];

        Assert.All(reports, r => Assert.Equal(TimeSpan.FromSeconds(7), r.Timeout));
        Assert.Distinct(reports.Select(r => (string?)r.Arguments["agent_state"]!["agent_state"]!["uuid"]));
    }

    private static RpcRequest Build(Capture capture)
    {
        JsonObject args = capture.Arguments;
        return capture.Method switch
        {
            "get_active_networks_info" => Requests.GetActiveNetworksInfo(),
            "get_network_info" => Requests.GetNetworkInfo(Id(args["network_id"])),
            "create_dhcp_port" => Requests.CreateDhcpPort(PortOf(args), (string?)args["port"]!["port"]!["project_id"]),
            "update_dhcp_port" => Requests.UpdateDhcpPort(Id(args["port_id"]), PortOf(args) with { KeepsDeviceId = true }),
            "release_dhcp_port" => Requests.ReleaseDhcpPort(Id(args["network_id"]), (string)args["device_id"]!),
            "dhcp_ready_on_ports" => NeutronRequests.DhcpReadyOnPorts(args["port_ids"]!.AsArray().Select(Id)),
            "report_state" => Requests.ReportState(StateOf(args["agent_state"]!["agent_state"]!)),
            _ => throw new NotSupportedException(capture.Method),
        };
    }

    private static Guid Id(JsonNode? node) => Guid.Parse((string)node!);

    private static DhcpPortRequest PortOf(JsonObject args)
    {
        JsonNode port = args["port"]!["port"]!;
        return new DhcpPortRequest(Id(port["network_id"]), (string?)port["device_id"] ?? "", [.. port["fixed_ips"]!.AsArray().Select(ip =>
            new FixedIpRequest(Id(ip!["subnet_id"]), ip["ip_address"] is JsonNode address ? IPAddress.Parse((string)address!) : null))]);
    }

    private static AgentState StateOf(JsonNode state) => new()
    {
        IsStart = (bool?)state["start_flag"] == true,
        Networks = (int)state["configurations"]!["networks"]!,
        Subnets = (int)state["configurations"]!["subnets"]!,
        Ports = (int)state["configurations"]!["ports"]!,
        LeaseDuration = TimeSpan.FromSeconds((int)state["configurations"]!["dhcp_lease_duration"]!),
    };

    // In the order of names, which means nothing.
    private static JsonNode Comparable(JsonNode message)
    {
        JsonNode copy = Sorted(message)!;
        foreach (string name in Own)
            copy.AsObject().Remove(name);
        JsonObject args = copy["args"]!.AsObject();
        args.Remove("time");
        (args["agent_state"]?["agent_state"] as JsonObject)?.Remove("uuid");
        return copy;
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    // Digits and letters of hexadecimal numbers become one of each.
    private static string Form(JsonNode node) => string.Concat(((string)node!).Select(c => char.IsAsciiHexDigit(c) ? 'x' : c));
}
