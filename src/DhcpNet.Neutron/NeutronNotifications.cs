using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using DhcpNet.Neutron.Messaging;
using DhcpNet.Plugins;

namespace DhcpNet.Neutron;

/// <summary>What the server casts to DHCP agents (api/rpc/agentnotifiers/dhcp_rpc_agent_api.py: DhcpAgentNotifyAPI), as notifications.</summary>
internal static class NeutronNotifications
{
    /// <summary>Reads a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="notification">What it says.</param>
    /// <param name="problem">Otherwise why it says nothing that could be understood.</param>
    public static bool TryRead(RpcMessage message, [NotNullWhen(true)] out DhcpNotification? notification, [NotNullWhen(false)] out string? problem)
    {
        notification = null;
        problem = null;
        if (!message.Arguments.TryGetMember("payload", out JsonElement payload) || payload.ValueKind != JsonValueKind.Object)
        {
            problem = "it has no payload";
            return false;
        }
        try
        {
            notification = Read(message.Method, payload);
            problem = notification is null ? "such are not known" : null;
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            problem = $"its payload can't be understood: {e.Message}";
        }
        return notification is not null;
    }

    private static DhcpNotification? Read(string method, JsonElement payload) => method switch
    {
        "network_create_end" => OfNetwork(DhcpNotificationKind.NetworkCreate, payload),
        "network_update_end" => OfNetwork(DhcpNotificationKind.NetworkUpdate, payload),
        "network_delete_end" => New(DhcpNotificationKind.NetworkDelete, payload) with { NetworkId = Id(payload, "network_id") ?? throw Missing("network_id") },
        "subnet_create_end" => OfSubnet(DhcpNotificationKind.SubnetCreate, payload),
        "subnet_update_end" => OfSubnet(DhcpNotificationKind.SubnetUpdate, payload),
        "subnet_delete_end" => New(DhcpNotificationKind.SubnetDelete, payload) with { SubnetId = Id(payload, "subnet_id") ?? throw Missing("subnet_id"), NetworkId = Id(payload, "network_id") },
        "port_create_end" => OfPort(DhcpNotificationKind.PortCreate, payload),
        "port_update_end" => OfPort(DhcpNotificationKind.PortUpdate, payload),
        "port_delete_end" => New(DhcpNotificationKind.PortDelete, payload) with { PortId = Id(payload, "port_id") ?? throw Missing("port_id"), NetworkId = Id(payload, "network_id") },
        "agent_updated" => New(DhcpNotificationKind.AgentUpdate, payload) with { AdminStateUp = Flag(payload, "admin_state_up") },
        _ => null,
    };

    private static DhcpNotification OfNetwork(DhcpNotificationKind kind, JsonElement payload)
    {
        JsonElement network = Object(payload, "network");
        return New(kind, payload) with { NetworkId = Id(network, "id") ?? throw Missing("network.id"), AdminStateUp = Flag(network, "admin_state_up") };
    }

    private static DhcpNotification OfSubnet(DhcpNotificationKind kind, JsonElement payload)
    {
        JsonElement subnet = Object(payload, "subnet");
        return New(kind, payload) with { SubnetId = Id(subnet, "id"), NetworkId = Id(subnet, "network_id") ?? throw Missing("subnet.network_id") };
    }

    private static DhcpNotification OfPort(DhcpNotificationKind kind, JsonElement payload)
    {
        JsonElement json = Object(payload, "port");
        return New(kind, payload) with { PortId = Id(json, "id"), NetworkId = Id(json, "network_id") ?? throw Missing("port.network_id"), Port = TryReadPort(json) };
    }

    // Without the port, who is told looks at the network: nothing is missed.
    private static Port? TryReadPort(JsonElement json)
    {
        try
        {
            return json.Deserialize(NeutronJson.Default.Port);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return null;
        }
    }

    private static bool IsUnreadable(Exception e) => e is JsonException or InvalidOperationException or FormatException or NotSupportedException;

    private static DhcpNotification New(DhcpNotificationKind kind, JsonElement payload)
    {
        DhcpNotification notification = new() { Kind = kind };
        return payload.TryGetMember("priority", out JsonElement priority) && priority.ValueKind == JsonValueKind.Number && priority.TryGetInt32(out int number)
            ? notification with { Priority = number }
            : notification;
    }

    private static JsonElement Object(JsonElement payload, string name) =>
        payload.TryGetMember(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object ? value : throw Missing(name);

    private static Guid? Id(JsonElement json, string name) =>
        json.GetText(name) is not string text ? null : Guid.TryParse(text, out Guid id) ? id : throw new FormatException($"'{name}' is no id");

    private static bool? Flag(JsonElement json, string name) =>
        json.TryGetMember(name, out JsonElement value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.ValueKind == JsonValueKind.True : null;

    private static FormatException Missing(string name) => new($"'{name}' is missing");
}
