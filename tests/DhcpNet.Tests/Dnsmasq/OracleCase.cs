using System.Net;
using System.Text.Json;
using DhcpNet.Dnsmasq;

namespace DhcpNet.Tests.Dnsmasq;

/// <summary>A network, and what Neutron's own driver writes for it. See Oracle/README.md.</summary>
internal sealed record OracleCase(ServedNetwork Network, DhcpConfiguration Configuration, string ExistingLeases, JsonElement Expected)
{
    private const string FolderVariable = "DHCPNET_ORACLE";

    /// <summary>Whether the cases are the repository's; else they are of somebody's who set the variable.</summary>
    public static bool AreOwn => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(FolderVariable));

    public static string Folder => AreOwn ? Path.Combine(AppContext.BaseDirectory, "Dnsmasq", "Oracle") : Environment.GetEnvironmentVariable(FolderVariable)!;

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.json").Select(p => Path.GetFileName(p)!).Order(StringComparer.Ordinal);

    public static OracleCase Read(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name)));
        JsonElement root = document.RootElement.Clone();
        Network network = root.GetProperty("network").Deserialize(NeutronJson.Default.Network)!;
        string confsPath = root.GetProperty("state_path").GetString()!;
        Assert.Equal("dhcp", Path.GetFileName(confsPath));
        DhcpConfiguration configuration = new()
        {
            StatePath = Path.GetDirectoryName(confsPath)!,
            HostName = root.GetProperty("host").GetString()!,
        };
        foreach (JsonProperty option in root.GetProperty("options").EnumerateObject())
            configuration = Apply(configuration, option.Name, option.Value);
        ServedNetwork served = new()
        {
            Network = network,
            DhcpPort = network.Ports[0],
            InterfaceAddresses = [.. root.GetProperty("interface_addresses").EnumerateArray().Select(a => InterfaceAddress.Parse(a.GetString()!))],
        };
        return new OracleCase(served, configuration, root.GetProperty("existing_leases").GetString()!, root.GetProperty("expected"));
    }

    private static DhcpConfiguration Apply(DhcpConfiguration configuration, string option, JsonElement value) => option switch
    {
        "dns_domain" => configuration with { DnsDomain = value.GetString()! },
        "dhcp_lease_duration" => configuration with { LeaseDuration = value.GetInt64() == -1 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(value.GetInt64()) },
        "dhcp_renewal_time" => configuration with { RenewalTime = TimeSpan.FromSeconds(value.GetInt64()) },
        "dhcp_rebinding_time" => configuration with { RebindingTime = TimeSpan.FromSeconds(value.GetInt64()) },
        "dnsmasq_lease_max" => configuration with { LeaseMax = value.GetInt32() },
        "dnsmasq_config_file" => configuration with { DnsmasqConfigFile = value.GetString()! },
        "dnsmasq_dns_servers" => configuration with { DnsServers = [.. value.EnumerateArray().Select(s => IPAddress.Parse(s.GetString()!))] },
        "dnsmasq_local_resolv" => configuration with { LocalResolv = value.GetBoolean() },
        "dnsmasq_base_log_dir" => configuration with { DnsmasqBaseLogDir = value.GetString()! },
        "dnsmasq_txt_record" => configuration with { DnsmasqTxtRecord = value.GetString()! },
        "dnsmasq_enable_addr6_list" => configuration with { EnableAddr6List = value.GetBoolean() },
        "dhcp_broadcast_reply" => configuration with { BroadcastReply = value.GetBoolean() },
        "enable_isolated_metadata" => configuration with { EnableIsolatedMetadata = value.GetBoolean() },
        "force_metadata" => configuration with { ForceMetadata = value.GetBoolean() },
        _ => throw new InvalidDataException($"The corpus has an option '{option}' that nothing here is mapped to."),
    };
}
