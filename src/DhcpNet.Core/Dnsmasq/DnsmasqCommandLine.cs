using System.Globalization;

namespace DhcpNet.Dnsmasq;

/// <summary>The arguments that dnsmasq is started with (dhcp.py, _build_cmdline_callback).</summary>
internal static class DnsmasqCommandLine
{
    /// <summary>What the argument with the pid file's path begins with: what tells one network's dnsmasq from another's.</summary>
    public const string PidFileOption = "--pid-file=";

    private const string ProgramName = "dnsmasq";

    // dnsmasq gives out no ranges of less than a /64 network's prefix length.
    private const int MinIPv6PrefixLength = 64;

    /// <summary>The arguments, the program's name first.</summary>
    /// <param name="network">The network.</param>
    /// <param name="logDirectory">Where to log to; null for nowhere.</param>
    /// <param name="grows">Whether it is to watch for <see cref="Additions"/>: what Neutron's command line does not have.</param>
    public static IReadOnlyList<string> Build(WritableNetwork network, string? logDirectory, bool grows = false)
    {
        DhcpConfiguration configuration = network.Configuration;
        NetworkDirectory directory = new(configuration, DhcpServiceId.Of(network.Network));
        return
        [
            ProgramName,
            "--no-hosts",
            .. If(configuration.DnsServers.Count > 0 || !configuration.LocalResolv, "--no-resolv"),
            $"{PidFileOption}{directory.Pid}",
            $"--dhcp-hostsfile={directory.Host}",
            $"--addn-hosts={directory.AddnHosts}",
            $"--dhcp-optsfile={directory.Opts}",
            $"--dhcp-leasefile={directory.Leases}",
            "--dhcp-match=set:ipxe,175",
            "--dhcp-userclass=set:ipxe6,iPXE",
            "--local-service",
            "--bind-dynamic",
            // Two with Neutron's arguments can't be in one namespace: each takes the DNS port of all addresses there, lo's too, and the second
            // ends. With one interface named, dnsmasq also binds its DHCP socket to that (dhcp-common.c, whichdevice), so that a renewal, which
            // is sent to one address, reaches the right one.
            .. network.Network.SharesNamespace ? (string[])[$"--interface={network.InterfaceName}", "--except-interface=lo"] : [],
            .. network.Subnets.Where(HasRange).Select(s => FormatRange(s, configuration.LeaseDuration)),
            .. If(network.Network.Mtu > 0, $"--dhcp-option-force=option:mtu,{Invariant(network.Network.Mtu)}"),
            $"--dhcp-lease-max={Invariant(GetLeaseMax(network))}",
            .. If(configuration.RenewalTime > TimeSpan.Zero, $"--dhcp-option-force=option:T1,{FormatSeconds(configuration.RenewalTime)}"),
            .. If(configuration.RebindingTime > TimeSpan.Zero, $"--dhcp-option-force=option:T2,{FormatSeconds(configuration.RebindingTime)}"),
            .. If(configuration.DnsmasqTxtRecord.Length > 0, $"--txt-record={configuration.DnsmasqTxtRecord}"),
            $"--conf-file={GetConfigFile(configuration)}",
            .. configuration.DnsServers.Select(s => $"--server={AddressText.Format(s)}"),
            .. If(configuration.DnsDomain.Length > 0, $"--domain={configuration.DnsDomain}"),
            .. If(configuration.BroadcastReply, "--dhcp-broadcast"),
            .. logDirectory is null ? [] : (string[])["--log-queries", "--log-dhcp", $"--log-facility={Path.Combine(logDirectory, "dhcp_dns_log")}"],
            .. grows ? new Additions(directory).Arguments : [],
        ];
    }

    private static string[] If(bool condition, string argument) => condition ? [argument] : [];

    /// <summary>Whether dnsmasq is to serve the subnet's addresses or options.</summary>
    public static bool HasRange(Subnet subnet) =>
        subnet.EnableDhcp
        && (subnet.IpVersion == 4
            || (subnet.Cidr.PrefixLength >= MinIPv6PrefixLength
                && (subnet.Ipv6AddressMode is Ipv6Mode.Dhcpv6Stateful or Ipv6Mode.Dhcpv6Stateless
                    || (subnet.Ipv6AddressMode is null && subnet.Ipv6RaMode is null))));

    private static string FormatRange(Subnet subnet, TimeSpan duration)
    {
        string size = subnet.IpVersion == 4 ? AddressText.FormatMask(subnet.Cidr.PrefixLength) : Invariant(subnet.Cidr.PrefixLength);
        string lease = duration == Timeout.InfiniteTimeSpan ? "infinite" : FormatSeconds(duration);
        return $"--dhcp-range=set:{DnsmasqTags.Of(subnet)},{AddressText.Format(subnet.Cidr.BaseAddress)},static,{size},{lease}";
    }

    /// <summary>As many leases as there are addresses, up to the configured number.</summary>
    private static long GetLeaseMax(WritableNetwork network)
    {
        long max = network.Configuration.LeaseMax;
        long sum = 0;
        foreach (Subnet subnet in network.Subnets.Where(HasRange))
        {
            int hostBits = (subnet.IpVersion == 4 ? 32 : 128) - subnet.Cidr.PrefixLength;
            // More host bits than the number can have: past any limit.
            sum = hostBits > 31 ? max : Math.Min(max, sum + (1L << hostBits));
        }
        return sum;
    }

    private static string GetConfigFile(DhcpConfiguration configuration) =>
        configuration.DnsmasqConfigFile.Trim() is { Length: > 0 } path ? path : "/dev/null";

    private static string FormatSeconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalSeconds}s");

    private static string Invariant(long number) => number.ToString(CultureInfo.InvariantCulture);
}
