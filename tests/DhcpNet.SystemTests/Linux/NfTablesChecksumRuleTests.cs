using System.Net;
using System.Net.Sockets;
using DhcpNet.Linux;
using DhcpNet.Linux.Native;
using DhcpNet.Packets;

namespace DhcpNet.SystemTests.Linux;

/// <summary>The rule as the module itself tells the kernel, beside what iptables-nft makes.</summary>
public sealed class NfTablesChecksumRuleTests : ChecksumRuleTest
{
    private const byte IPv4 = 2;
    private const byte IPv6 = 10;

    private static readonly ChecksumRule[] Rules = [new(AddressFamily.InterNetwork, Chain, 68), new(AddressFamily.InterNetworkV6, Chain, 546)];

    [Fact]
    public async Task It_is_what_iptables_restore_makes_byte_for_byte()
    {
        string ours = CreateNamespace(), theirs = CreateNamespace();
        UdpChecksumRule rule = CreateRule("-nft");
        foreach ((string family, int port) in Families)
            await RunWithInputAsync(theirs, $"*mangle\n:{Chain} - [0:0]\n-A POSTROUTING -j {Chain}\n-A {Chain} {RuleOf(port)}\nCOMMIT\n", $"{family}-nft-restore", "--noflush");

        Assert.True(NetworkNamespace.Run(ours, () => rule.Ensure(freshNamespace: true)).IsDone);

        const ushort GetTable = 0xa01;
        foreach (ushort type in new[] { GetTable, NfTablesMessageType.GetChain, NfTablesMessageType.GetRule })
        {
            string[] objects = Dump(theirs, type);
            Assert.NotEmpty(objects);
            Assert.Equal(objects, Dump(ours, type));
        }
        foreach ((string family, _) in Families)
        {
            Assert.Equal(await SaveWithoutDateAsync(theirs, family), await SaveWithoutDateAsync(ours, family));
            foreach (string[] list in new[] { ["-S"], new[] { "-L", "-n", "-v", "-x" } })
                Assert.Equal(await RunAsync(theirs, $"{family}-nft", ["-t", "mangle", .. list]), await RunAsync(ours, $"{family}-nft", ["-t", "mangle", .. list]));
        }
        Assert.Equal(await RunAsync(theirs, "nft", "-a", "list", "ruleset"), await RunAsync(ours, "nft", "-a", "list", "ruleset"));

        async Task<string[]> SaveWithoutDateAsync(string name, string family) =>
            [.. (await RunAsync(name, $"{family}-nft-save", "-c")).Split('\n').Where(line => !line.StartsWith('#'))];
    }

    [Fact]
    public async Task Both_ways_in_which_iptables_has_written_it_are_shown_and_seen()
    {
        string name = CreateNamespace();
        UdpChecksumRule rule = CreateRule("-nft");
        Assert.SkipUnless(IptablesProgram.Find("iptables-nft-restore") is { ReadsNativePorts: true }, "iptables is older than 1.8.8, which shows the one way only");
        Commit(name, batch =>
        {
            NfTablesMangle.Empty.Complete(batch, Rules[0], asMatch: true);
            NfTablesMangle.Empty.Complete(batch, Rules[1], asMatch: false);
        });

        await AssertIsThereOnceAsync(name, "-nft");
        Assert.True(await rule.ExistsAsync(name, Cancellation));
        Assert.True(NetworkNamespace.Run(name, () => rule.Ensure(freshNamespace: false)).IsDone);
        await AssertIsThereOnceAsync(name, "-nft");
    }

    [Fact]
    public async Task Iptables_takes_it_away_piece_by_piece()
    {
        string name = CreateNamespace();
        await EnsureAsync(name, CreateRule("-nft"), freshNamespace: true);

        foreach ((string family, int port) in Families)
        {
            string program = $"{family}-nft";
            await RunAsync(name, program, ["-t", "mangle", "-C", Chain, .. RuleOf(port).Split(' ')]);
            await RunAsync(name, program, ["-t", "mangle", "-D", Chain, .. RuleOf(port).Split(' ')]);
            await RunAsync(name, program, "-t", "mangle", "-D", "POSTROUTING", "-j", Chain);
            await RunAsync(name, program, "-t", "mangle", "-X", Chain);
            await RunAsync(name, program, "-t", "mangle", "-F");
            await AssertIsNotThereAsync(name, program);
        }
    }

    [Theory]
    [InlineData("-p udp --dport 67 -j CHECKSUM --checksum-fill")]
    [InlineData("-p udp --sport 68 -j CHECKSUM --checksum-fill")]
    [InlineData("-p udp --dport 67:68 -j CHECKSUM --checksum-fill")]
    [InlineData("-p udp ! --dport 68 -j CHECKSUM --checksum-fill")]
    [InlineData("-p tcp --dport 68 -j CHECKSUM --checksum-fill")]
    [InlineData("-p udp -j CHECKSUM --checksum-fill")]
    [InlineData("-s 192.0.2.1 -p udp --dport 68 -j CHECKSUM --checksum-fill")]
    [InlineData("-o eth0 -p udp --dport 68 -j CHECKSUM --checksum-fill")]
    [InlineData("-p udp --dport 68 -m limit --limit 1/s -j CHECKSUM --checksum-fill")]
    [InlineData("-p udp --dport 68 -j ACCEPT")]
    [InlineData("-p udp --dport 68")]
    public async Task A_rule_that_does_something_else_is_not_taken_for_it(string other)
    {
        string name = CreateNamespace();
        UdpChecksumRule rule = CreateRule("-nft");
        await EnsureAsync(name, rule, freshNamespace: true);
        await RunAsync(name, "iptables-nft", ["-t", "mangle", "-R", Chain, "1", .. other.Split(' ')]);

        Assert.False(await rule.ExistsAsync(name, Cancellation));
    }

    [Theory]
    [InlineData("-p udp -j neutron-dhcp-age-POSTROUTING")]
    [InlineData("-g neutron-dhcp-age-POSTROUTING")]
    [InlineData("-j other")]
    public async Task What_does_not_lead_all_packets_there_and_back_is_no_jump(string other)
    {
        string name = CreateNamespace();
        UdpChecksumRule rule = CreateRule("-nft");
        await EnsureAsync(name, rule, freshNamespace: true);
        await RunAsync(name, "iptables-nft", "-t", "mangle", "-N", "other");
        await RunAsync(name, "iptables-nft", ["-t", "mangle", "-R", "POSTROUTING", "1", .. other.Split(' ')]);

        Assert.False(await rule.ExistsAsync(name, Cancellation));
    }

    [Fact]
    public async Task Somebody_may_be_faster_than_the_one_who_has_just_made_the_namespace()
    {
        string name = CreateNamespace();
        UdpChecksumRule rule = CreateRule("-nft");
        await RunAsync(name, "ip6tables-nft", "-t", "mangle", "-N", Chain);

        Assert.Equal(ChecksumRuleOutcome.Added, await EnsureAsync(name, rule, freshNamespace: true));
        Assert.Equal(ChecksumRuleOutcome.AlreadyThere, await EnsureAsync(name, rule, freshNamespace: true));

        await AssertIsThereOnceAsync(name, "-nft");
    }

    [Fact]
    public async Task Many_at_once_make_it_once()
    {
        string name = CreateNamespace();
        UdpChecksumRule rule = CreateRule("-nft");
        for (int round = 0; round < 10; round++)
        {
            bool isFresh = round == 0;
            await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => EnsureAsync(name, rule, isFresh))));

            await AssertIsThereOnceAsync(name, "-nft");
            // What is left are chains: nothing that can't be there twice.
            foreach ((string family, _) in Families)
                await RunAsync(name, $"{family}-nft", "-t", "mangle", "-F");
        }
    }

    [Fact]
    public async Task One_version_of_IP_has_its_rule_where_the_kernel_refuses_the_other_ones()
    {
        string name = CreateNamespace();
        using NetlinkSocket owner = Own(name, IPv4);

        ChecksumRuleResult result = await new UdpChecksumRule(Chain, 68, 546, "-missing").EnsureAsync(name, freshNamespace: true, Cancellation);

        Assert.Equal(ChecksumRuleOutcome.Added, result.Outcome);
        Assert.Equal("iptables-missing-restore is not installed, and without it: add the rule to nf_tables: EPERM (Operation not permitted)", result.Reason);
        Assert.Contains($"-A POSTROUTING -j {Chain}", await SaveAsync(name, "ip6tables-nft"));
    }

    [Fact]
    public async Task Where_nf_tables_refuses_the_reason_is_what_the_systems_iptables_says()
    {
        string name = CreateNamespace();
        UdpChecksumRule rule = CreateRule("-nft");
        using NetlinkSocket owner = Own(name, IPv4), owner6 = Own(name, IPv6);

        ChecksumRuleResult result = await rule.EnsureAsync(name, freshNamespace: false, Cancellation);

        Assert.Equal(ChecksumRuleOutcome.Unsupported, result.Outcome);
        Assert.Contains("iptables-nft-restore", result.Reason, StringComparison.Ordinal);
        Assert.Contains("ip6tables-nft-restore", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_POSTROUTING_through_which_no_packet_passes_is_left_alone()
    {
        string name = CreateNamespace();
        Commit(name, batch => batch.AddTable(IPv4, "mangle").AddChain(IPv4, "mangle", "POSTROUTING"));

        ChecksumRuleResult result = await new UdpChecksumRule(Chain, 68, 546, "-missing").EnsureAsync(name, freshNamespace: false, Cancellation);

        Assert.Equal(ChecksumRuleOutcome.Added, result.Outcome);
        Assert.EndsWith("the chain POSTROUTING of the nf_tables table mangle is not at the hook postrouting", result.Reason, StringComparison.Ordinal);
        using NfTables tables = NetworkNamespace.Run(name, NfTables.Open);
        Assert.DoesNotContain(tables.GetRules("mangle"), r => r.Family == IPv4);
    }

    [Fact]
    public async Task A_packet_to_a_client_has_its_checksum()
    {
        string name = CreateNamespace();
        AddLink(name, "veth1");
        Ip("-n", name, "addr", "add", "192.0.2.1/24", "dev", "veth1");
        Ip("-n", name, "addr", "add", "2001:db8::1/64", "dev", "veth1", "nodad");
        Assert.False(await HasChecksumAsync(name, IPAddress.Broadcast, 68), "a packet has its checksum without the rule: this test shows nothing here");

        await EnsureAsync(name, CreateRule("-nft"));

        Assert.True(await HasChecksumAsync(name, IPAddress.Broadcast, 68));
        Assert.True(await HasChecksumAsync(name, IPAddress.Parse("ff02::1"), 546));
        Assert.False(await HasChecksumAsync(name, IPAddress.Broadcast, 69));
    }

    /// <summary>Whether a UDP datagram that is sent on one end of a link arrives at the other with a right checksum.</summary>
    private static async Task<bool> HasChecksumAsync(string name, IPAddress destination, int port)
    {
        const int EthernetHeader = 14, IPv4Header = 20, IPv6Header = 40;
        bool isIPv4 = destination.AddressFamily == AddressFamily.InterNetwork;
        using Rtnetlink links = Rtnetlink.Open(name);
        using Socket receiver = NetworkNamespace.Run(name, () => LinkSockets.OpenPacket(links.GetLink("veth1p")!.Index, isIPv4 ? LinkSockets.IPv4Frames : LinkSockets.IPv6Frames));
        using Socket sender = NetworkNamespace.Run(name, () => new Socket(destination.AddressFamily, SocketType.Dgram, ProtocolType.Udp));
        LinkSockets.BindToLink(sender, "veth1");
        if (isIPv4)
            sender.EnableBroadcast = true;
        byte[] payload = Guid.NewGuid().ToByteArray();
        await sender.SendToAsync(payload, new IPEndPoint(destination, port), Cancellation);
        byte[] buffer = new byte[2000];
        while (true)
        {
            byte[] packet = buffer[EthernetHeader..await receiver.ReceiveAsync(buffer, Cancellation)];
            if (packet.AsSpan().EndsWith(payload))
            {
                return isIPv4
                    ? InternetChecksum.OfUdp(new IPAddress(packet[12..16]), new IPAddress(packet[16..20]), packet.AsSpan(IPv4Header)) == 0
                    : InternetChecksum.OfUdp(new IPAddress(packet[8..24]), new IPAddress(packet[24..40]), packet.AsSpan(IPv6Header)) == 0;
            }
        }
    }

    private static void Commit(string name, Action<NfTablesBatch> add) => NetworkNamespace.Run(name, () =>
    {
        NfTablesBatch batch = new();
        add(batch);
        using NfTables tables = NfTables.Open();
        Assert.Equal(default, tables.Commit(batch, null));
    });

    /// <summary>Makes a table mangle that nobody else may change as long as the socket is open (Linux 5.12).</summary>
    private static NetlinkSocket Own(string name, byte family)
    {
        const ushort TableFlags = 2;
        const uint Owner = 2;
        NetlinkSocket socket = NetworkNamespace.Run(name, () => new NetlinkSocket(SocketCalls.ProtocolNetfilter));
        IReadOnlyList<NetlinkMessageBuilder> messages = new NfTablesBatch().AddTable(family, "mangle").ToMessages(null);
        messages[1].AddBigEndian(TableFlags, Owner);
        NetlinkResult result = socket.Commit(messages);
        Assert.SkipUnless(result.IsSuccess, $"the kernel has no tables with an owner: {result}");
        return socket;
    }

    /// <summary>All objects of a kind, byte for byte but for the state of the rule set in their headers.</summary>
    private static string[] Dump(string name, ushort type)
    {
        using NetlinkSocket socket = NetworkNamespace.Run(name, () => new NetlinkSocket(SocketCalls.ProtocolNetfilter));
        NetlinkMessageBuilder request = new NetlinkMessageBuilder(type, NetlinkFlags.Dump).Append(default(NfTablesHeader));
        Assert.True(socket.Dump(request, (in NetlinkMessage m) => $"{m.Payload[0]} {Convert.ToHexString(m.Payload[4..])}", out IReadOnlyList<string> objects).IsSuccess);
        return [.. objects];
    }
}
