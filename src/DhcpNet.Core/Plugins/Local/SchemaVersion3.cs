namespace DhcpNet.Plugins.Local;

/// <summary>Finds a client's identifier among a network's reservations without reading them all.</summary>
internal static class SchemaVersion3
{
    public const string Sql = """
        CREATE INDEX client_ids ON extra_dhcp_opts (lower(opt_value)) WHERE opt_name IN ('client-id', '61');
        """;
}
