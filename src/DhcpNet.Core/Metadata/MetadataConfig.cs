using DhcpNet.Configuration;
using DhcpNet.Linux;

namespace DhcpNet.Metadata;

/// <summary>
/// The configuration of a network's haproxy, as Neutron 21 writes it: what comes to the metadata addresses in the namespace goes to the
/// metadata agent's socket, with the network's id for a header. A header that names a router would be a client's lie.
/// </summary>
internal static class MetadataConfig
{
    /// <summary>The text of the file.</summary>
    /// <param name="networkId">The network.</param>
    /// <param name="tap">The tap that has the IPv6 metadata address; null: there is none, or several have, and IPv4 has to do.</param>
    /// <param name="configuration">Where the socket is, and whom haproxy runs as.</param>
    /// <param name="pidFile">The file that haproxy writes its process's number to.</param>
    /// <exception cref="DhcpNetException"><c>ConfigurationInvalid</c>: a value can't stand in the file. <c>MetadataProxyFailed</c>: there is no such user or group.</exception>
    public static string Render(Guid networkId, string? tap, DhcpConfiguration configuration, string pidFile)
    {
        ConfigurationRules.CheckProxyWritable(configuration);
        string user = Account("user", Accounts.FindUser(configuration.MetadataProxyUser), configuration.MetadataProxyUser, nameof(configuration.MetadataProxyUser));
        string group = Account("group", Accounts.FindGroup(configuration.MetadataProxyGroup), configuration.MetadataProxyGroup, nameof(configuration.MetadataProxyGroup));
        string bindIpv6 = tap is null ? "" : $"bind {MetadataAddresses.Ipv6}:{MetadataAddresses.Port} interface {tap}";
        return $"""

            global
                log         /dev/log local0 info
                log-tag     haproxy-metadata-proxy-{networkId}
                user        {user}
                group       {group}
                maxconn     1024
                pidfile     {pidFile}
                daemon

            defaults
                log global
                mode http
                option httplog
                option dontlognull
                option http-server-close
                option forwardfor
                retries                 3
                timeout http-request    30s
                timeout connect         30s
                timeout client          32s
                timeout server          32s
                timeout http-keep-alive 30s

            listen listener
                bind {MetadataAddresses.Ipv4}:{MetadataAddresses.Port}
                {bindIpv6}
                server metadata {configuration.MetadataProxySocket}
                http-request del-header X-Neutron-Router-ID
                http-request set-header X-Neutron-Network-ID {networkId}

            """;
    }

    private static string Account(string what, string? found, string configured, string parameter) =>
        found is not null && HaproxyText.IsAccount(found) ? found : throw MetadataErrors.NoAccount(what, configured, parameter);
}
