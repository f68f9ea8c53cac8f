using System.Text.Json;
using System.Text.Json.Nodes;
using DhcpNet.Neutron;
using DhcpNet.Neutron.Messaging;
using DhcpNet.Plugins;

namespace DhcpNet.Tests.Neutron;

/// <summary>What a real server answered is understood.</summary>
public class ReplyTests
{
    private static readonly Guid NetworkId = new("a1a87a5e-9d37-4717-9461-e0eed6a55df0");

    public static TheoryData<string> Replies => Capture.Names("call-", "reply-");

    [Theory]
    [MemberData(nameof(Replies))]
    public void A_reply_answers_its_call(string name)
    {
        var capture = Capture.Get(name);

        var reply = RpcReply.Parse(capture.ReplyBody);

        Assert.Equal((string)capture.Request["_msg_id"]!, reply.MessageId);
        Assert.Equal((string)capture.Reply["_unique_id"]!, reply.UniqueId);
        Assert.True(reply.IsEnding);
        Assert.Null(reply.Failure);
        Assert.True(JsonNode.DeepEquals(capture.Reply["result"], JsonSerializer.SerializeToNode(reply.Result)));
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public void What_a_reply_says_is_read(string name)
    {
        var capture = Capture.Get(name);
        switch (capture.Method)
        {
            case "get_active_networks_info":
                IReadOnlyList<Network> networks = NeutronReplies.ReadNetworks(capture.Result);
                Assert.Equal(capture.Reply["result"]!.AsArray().Count, networks.Count);
                Assert.All(networks.Zip(capture.Reply["result"]!.AsArray()), pair => AssertSame(pair.Second!, pair.First));
                break;
            case "get_network_info" when capture.Reply["result"] is JsonNode network:
                AssertSame(network, NeutronReplies.ReadNetwork(capture.Result)!);
                break;
            case "create_dhcp_port" or "update_dhcp_port" when capture.Reply["result"] is JsonNode json:
                Port port = NeutronReplies.ReadPort(capture.Result)!;
                AssertSame(json, port);
                Assert.Equal(DhcpDeviceId.For("lab-host", NetworkId), port.DeviceId);
                break;
            case "get_network_info":
                Assert.Null(NeutronReplies.ReadNetwork(capture.Result));
                break;
            case "create_dhcp_port" or "update_dhcp_port":
                Assert.Null(NeutronReplies.ReadPort(capture.Result));
                break;
            case "release_dhcp_port" or "dhcp_ready_on_ports":
                Assert.Equal(JsonValueKind.Null, capture.Result.ValueKind);
                break;
            case "report_state":
                AgentStanding expected = name.EndsWith("-new", StringComparison.Ordinal) ? AgentStanding.New : name.EndsWith("-revived", StringComparison.Ordinal) ? AgentStanding.Revived : AgentStanding.Alive;
                Assert.Equal(expected, NeutronReplies.ReadStanding(capture.Result));
                break;
            default:
                throw new NotSupportedException(capture.Method);
        }
    }

    [Fact]
    public void No_name_moves_a_terminals_cursor_or_begins_a_line_of_a_log()
    {
        const string Hostile = @"\u001b]0;x\u0007\u009b2J\n";
        Assert.NotEqual(Hostile, JsonSerializer.Deserialize<string>($"\"{Hostile}\""));
        using var json = JsonDocument.Parse($$"""
            {
              "id": "{{NetworkId}}", "name": "{{Hostile}}", "project_id": "{{Hostile}}",
              "subnets": [{ "id": "{{NetworkId}}", "network_id": "{{NetworkId}}", "name": "{{Hostile}}", "cidr": "10.0.0.0/24" }],
              "ports": [{
                "id": "{{NetworkId}}", "network_id": "{{NetworkId}}", "mac_address": "fa:16:3e:00:00:01", "name": "{{Hostile}}", "project_id": "{{Hostile}}", "status": "{{Hostile}}",
                "device_id": "{{Hostile}}", "device_owner": "{{Hostile}}", "dns_name": "{{Hostile}}",
                "extra_dhcp_opts": [{ "opt_name": "{{Hostile}}", "opt_value": "{{Hostile}}", "ip_version": 4 }],
                "dns_assignment": [{ "hostname": "{{Hostile}}", "fqdn": "{{Hostile}}", "ip_address": "10.0.0.5" }]
              }]
            }
            """);

        Network network = NeutronReplies.ReadNetwork(json.RootElement)!;

        const string Shown = @"\u001b]0;x\u0007\u009b2J\u000a";
        Subnet subnet = Assert.Single(network.Subnets);
        Port port = Assert.Single(network.Ports);
        Assert.All([network.Name, network.ProjectId, subnet.Name, port.Name, port.ProjectId, port.Status, port.DeviceId, port.DeviceOwner, port.DnsName], text => Assert.Equal(Shown, text));
        Assert.Equal($"{Shown}={Shown}", port.ExtraDhcpOpts[0].ToString());
        Assert.Equal($"{Shown} = 10.0.0.5", port.DnsAssignment[0].ToString());
    }

    [Fact]
    public void What_a_server_says_of_its_failure_moves_no_cursor_and_is_one_line()
    {
        DhcpNetException error = NeutronErrors.ToPluginError(new RemoteException("DBError", "", "no\u001b[2J\r\nsuch thing.", []), target: null);

        Assert.Equal(@"The Neutron server failed: DBError: no\u001b[2J such thing. Its log tells more.", error.Message);
    }

    [Theory]
    [InlineData("failure-no-such-method", "NoSuchMethod", "Endpoint does not support RPC method bogus_method", true)]
    [InlineData("failure-unsupported-version", "UnsupportedVersion", "Endpoint does not support RPC version 9.9. Attempted method: get_network_info", true)]
    public void A_failure_is_an_exception_with_class_words_and_traceback(string name, string className, string message, bool isCallUnknown)
    {
        RemoteException failure = RpcReply.Parse(Capture.Get(name).ReplyBody).Failure!;

        Assert.Equal((className, "oslo_messaging.rpc.dispatcher", message, isCallUnknown), (failure.ClassName, failure.Module, failure.RemoteMessage, failure.IsCallUnknown));
        Assert.StartsWith("Traceback", failure.Traceback[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Traceback", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"class": "Conflict", "message": "no"}""", "Conflict", "no")]
    [InlineData("""not json""", "an exception", "not json")]
    [InlineData("""[1]""", "an exception", "[1]")]
    [InlineData("""{"class": 1, "tb": [2, "line"]}""", "an exception", """{"class": 1, "tb": [2, "line"]}""")]
    public void A_failure_of_another_form_is_one_too(string failure, string className, string message)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(new { _msg_id = "m", failure, ending = true });

        RemoteException exception = RpcReply.Parse(body).Failure!;

        Assert.Equal((className, message), (exception.ClassName, exception.RemoteMessage));
    }

    [Theory]
    [InlineData("""[{"id": "a1a87a5e-9d37-4717-9461-e0eed6a55df0", "subnets": [{"id": 5}]}]""", "a1a87a5e-9d37-4717-9461-e0eed6a55df0")]
    [InlineData("""[{"subnets": []}]""", "without an id")]
    [InlineData("""[null]""", "null")]
    [InlineData("""["net"]""", "without an id")]
    [InlineData("""{"id": 1}""", "no list")]
    [InlineData("""[{"id": "\ud800"}]""", "UTF-8")]
    public void Networks_that_cant_be_understood_are_an_error_that_names_the_place(string json, string words)
    {
        using var document = JsonDocument.Parse(json);

        DhcpNetException e = Assert.Throws<DhcpNetException>(() => NeutronReplies.ReadNetworks(document.RootElement));

        Assert.Equal(("NeutronReplyInvalid", DhcpNetErrorKind.Failed), (e.ErrorId, e.Kind));
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }

    // All that the model has of it.
    private static void AssertSame(JsonNode expected, Network network)
    {
        JsonNode written = JsonSerializer.SerializeToNode(network, NeutronJson.Default.Network)!;
        foreach (string name in new[] { "id", "project_id", "admin_state_up", "mtu" })
            Assert.Equal(expected[name]!.ToJsonString(), written[name]!.ToJsonString());
        foreach (string list in new[] { "subnets", "non_local_subnets", "ports" })
        {
            Assert.Equal(expected[list]!.AsArray().Count, written[list]!.AsArray().Count);
            Assert.All(expected[list]!.AsArray().Zip(written[list]!.AsArray()), pair => AssertContained(pair.First!, pair.Second!));
        }
    }

    private static void AssertSame(JsonNode expected, Port port)
    {
        AssertContained(expected, JsonSerializer.SerializeToNode(port, NeutronJson.Default.Port)!);
        Assert.Equal((long)expected["revision_number"]!, port.RevisionNumber);
    }

    private static void AssertContained(JsonNode expected, JsonNode written)
    {
        foreach ((string name, JsonNode? value) in expected.AsObject().Where(p => written.AsObject().ContainsKey(p.Key)))
            Assert.True(JsonNode.DeepEquals(value, written[name]), $"{name}: {value} became {written[name]}");
    }
}
