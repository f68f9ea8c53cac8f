using System.Text.Json;
using DhcpNet.Neutron;
using DhcpNet.Neutron.Messaging;
using DhcpNet.Plugins;

namespace DhcpNet.Tests.Neutron;

/// <summary>What a real server told its agent is understood.</summary>
public class NotificationTests
{
    private static readonly Guid NetworkId = new("a1a87a5e-9d37-4717-9461-e0eed6a55df0");

    public static TheoryData<string> Casts => Capture.Names("cast-", "fanout-");

    [Theory]
    [MemberData(nameof(Casts))]
    public void A_notification_says_what_has_changed(string name)
    {
        var capture = Capture.Get(name);
        var payload = capture.Arguments["payload"]!;

        var message = RpcMessage.Parse(capture.RequestBody);
        Assert.True(NeutronNotifications.TryRead(message, out DhcpNotification? notification, out string? problem), problem);

        Assert.Equal((string)capture.Request["_unique_id"]!, message.UniqueId);
        Assert.Equal(("1.0", null, null), (message.Version, message.MessageId, message.Namespace));
        Assert.Equal(Enum.Parse<DhcpNotificationKind>(KindName(capture.Method)), notification.Kind);
        Assert.Equal((int?)payload["priority"] ?? 255, notification.Priority);
        Assert.Equal(capture.Method == "agent_updated" ? null : NetworkId, notification.NetworkId);
        Assert.Equal(IdIn("subnet"), notification.SubnetId?.ToString());
        Assert.Equal(IdIn("port"), notification.PortId?.ToString());
        Assert.Equal(payload["port"] is null ? null : IdIn("port"), notification.Port?.Id.ToString());
        Assert.Equal((long?)payload["port"]?["revision_number"], notification.Port?.RevisionNumber);
        Assert.Equal((bool?)payload["network"]?["admin_state_up"] ?? (bool?)payload["admin_state_up"], notification.AdminStateUp);

        string? IdIn(string what) => (string?)payload[what]?["id"] ?? (string?)payload[$"{what}_id"];
    }

    [Theory]
    [InlineData("port_delete_end", """{"port_id": "00000000-0000-4000-8000-000000000001"}""")]
    [InlineData("subnet_delete_end", """{"subnet_id": "00000000-0000-4000-8000-000000000001"}""")]
    public void Older_servers_do_not_say_which_network_it_was(string method, string payload)
    {
        DhcpNotification notification = Read(method, payload)!;

        Assert.Null(notification.NetworkId);
        Assert.Equal(new Guid("00000000-0000-4000-8000-000000000001"), notification.PortId ?? notification.SubnetId);
    }

    [Fact]
    public void Of_a_port_that_cant_be_read_it_is_said_that_it_changed()
    {
        DhcpNotification notification = Read("port_update_end", """{"port": {"id": "00000000-0000-4000-8000-000000000001", "network_id": "00000000-0000-4000-8000-000000000002", "mac_address": "?"}}""")!;

        Assert.Null(notification.Port);
        Assert.Equal((new Guid("00000000-0000-4000-8000-000000000001"), new Guid("00000000-0000-4000-8000-000000000002")), (notification.PortId, notification.NetworkId));
    }

    [Theory]
    [InlineData("router_update_end", "{}")]
    [InlineData("network_create_end", "{}")]
    [InlineData("network_create_end", """{"network": {}}""")]
    [InlineData("network_create_end", """{"network": {"id": "../../etc/passwd"}}""")]
    [InlineData("network_create_end", """{"network": {"id": "\ud800"}}""")]
    [InlineData("network_delete_end", """{"network_id": 5}""")]
    [InlineData("subnet_create_end", """{"subnet": []}""")]
    [InlineData("port_create_end", """{"port": null}""")]
    [InlineData("port_delete_end", """{"port_id": "x"}""")]
    [InlineData("network_create_end", "[]")]
    [InlineData("network_create_end", "null")]
    public void What_says_nothing_is_no_notification(string method, string payload) => Assert.Null(Read(method, payload));

    private static DhcpNotification? Read(string method, string payload)
    {
        byte[] body = [.. "{\"method\": \""u8, .. JsonEncodedText.Encode(method).EncodedUtf8Bytes, .. "\", \"args\": {\"payload\": "u8, .. System.Text.Encoding.UTF8.GetBytes(payload), .. "}}"u8];
        bool isRead = NeutronNotifications.TryRead(RpcMessage.Parse(body), out DhcpNotification? notification, out string? problem);
        Assert.Equal(isRead, problem is null);
        return notification;
    }

    // network_create_end: NetworkCreate
    private static string KindName(string method) => method == "agent_updated"
        ? "AgentUpdate"
        : string.Concat(method.Split('_').Take(2).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
