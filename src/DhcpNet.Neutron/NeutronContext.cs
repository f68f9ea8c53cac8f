using System.Globalization;
using System.Text.Json.Nodes;

namespace DhcpNet.Neutron;

/// <summary>In whose name an agent asks the server: an administrator without user or project (neutron_lib.context: get_admin_context_without_session).</summary>
internal static class NeutronContext
{
    /// <summary>A context for one call, with an id of its own by which the server's log names it.</summary>
    public static JsonObject New() => new()
    {
        ["user"] = null,
        ["project_id"] = null,
        ["system_scope"] = null,
        ["project"] = null,
        ["domain"] = null,
        ["user_domain"] = null,
        ["project_domain"] = null,
        ["is_admin"] = true,
        ["read_only"] = false,
        ["show_deleted"] = false,
        ["auth_token"] = null,
        ["request_id"] = $"req-{Guid.NewGuid()}",
        ["global_request_id"] = null,
        ["resource_uuid"] = null,
        ["roles"] = new JsonArray(),
        ["user_identity"] = "- - - - -",
        ["is_admin_project"] = true,
        ["user_id"] = null,
        ["tenant_id"] = null,
        ["timestamp"] = DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        ["tenant_name"] = null,
        ["project_name"] = null,
        ["user_name"] = null,
    };
}
