using DhcpNet.Linux;

namespace DhcpNet.SystemTests.Linux;

public sealed class ChecksumRuleTests : LinuxTest
{
    private const string Chain = "neutron-dhcp-age-POSTROUTING";

    [Theory]
    [InlineData("-nft")]
    [InlineData("-legacy")]
    public async Task Adding_again_and_again_leaves_it_once(string variant)
    {
        string name = CreateNamespace();
        IReadOnlyList<ChecksumRuleTable> tables = CreateTables(name, variant);
        Assert.Equal(ChecksumRuleOutcome.Added, await EnsureAsync(tables, freshNamespace: true));
        Assert.Equal(ChecksumRuleOutcome.AlreadyThere, await EnsureAsync(tables, freshNamespace: false));
        await AssertIsThereOnceAsync(name, variant);
    }

    [Theory]
    [InlineData("-nft")]
    [InlineData("-legacy")]
    public async Task What_is_missing_of_it_is_mended(string variant)
    {
        string name = CreateNamespace();
        IReadOnlyList<ChecksumRuleTable> tables = CreateTables(name, variant);
        await EnsureAsync(tables, freshNamespace: true);

        await RunAsync(name, $"iptables{variant}", "-t", "mangle", "-F", Chain);
        Assert.Equal(ChecksumRuleOutcome.Added, await EnsureAsync(tables, freshNamespace: false));
        await AssertIsThereOnceAsync(name, variant);

        await RunAsync(name, $"ip6tables{variant}", "-t", "mangle", "-F", "POSTROUTING");
        Assert.Equal(ChecksumRuleOutcome.Added, await EnsureAsync(tables, freshNamespace: false));
        await AssertIsThereOnceAsync(name, variant);
    }

    [Fact]
    public async Task Other_rules_stay()
    {
        string name = CreateNamespace();
        await RunAsync(name, "iptables", "-t", "mangle", "-A", "POSTROUTING", "-p", "tcp", "-j", "ACCEPT");
        await UdpChecksumRule.EnsureAsync(name, Chain, 68, 546, freshNamespace: false, Cancellation);
        Assert.Contains("-A POSTROUTING -p tcp -j ACCEPT", await SaveAsync(name, "iptables"));
    }

    [Fact]
    public async Task The_systems_own_iptables_is_used()
    {
        string name = CreateNamespace();
        Assert.False(await UdpChecksumRule.ExistsAsync(name, Chain, 68, 546, Cancellation));
        ChecksumRuleResult result = await UdpChecksumRule.EnsureAsync(name, Chain, 68, 546, freshNamespace: false, Cancellation);
        Assert.Equal(new ChecksumRuleResult { Outcome = ChecksumRuleOutcome.Added }, result);
        Assert.True(await UdpChecksumRule.ExistsAsync(name, Chain, 68, 546, Cancellation));
        Assert.False(await UdpChecksumRule.ExistsAsync(name, Chain, 67, 546, Cancellation));
        await AssertIsThereOnceAsync(name, "");
    }

    [Fact]
    public async Task Without_the_program_it_is_unsupported_and_says_why()
    {
        IReadOnlyList<ChecksumRuleTable> tables = ChecksumRuleTable.CreateBoth(CreateNamespace(), Chain, 68, 546, "-missing");
        ChecksumRuleResult result = await UdpChecksumRule.EnsureAsync(tables, freshNamespace: false, Cancellation);
        Assert.Equal(ChecksumRuleOutcome.Unsupported, result.Outcome);
        Assert.Equal("iptables-missing-restore is not installed; ip6tables-missing-restore is not installed", result.Reason);
    }

    [Theory]
    [InlineData("-legacy", "-nft")]
    [InlineData("-nft", "-legacy")]
    public async Task What_another_variant_added_is_seen_and_not_doubled(string earlier, string now)
    {
        string name = CreateNamespace();
        await EnsureAsync(CreateTables(name, earlier), freshNamespace: true);

        Assert.Equal(ChecksumRuleOutcome.AlreadyThere, await EnsureAsync(CreateTables(name, now), freshNamespace: false));

        await AssertIsThereOnceAsync(name, earlier);
        Assert.DoesNotContain(await SaveAsync(name, "iptables" + now), line => line.Contains(Chain, StringComparison.Ordinal));
        Assert.True(await UdpChecksumRule.ExistsAsync(name, Chain, 68, 546, Cancellation));
    }

    [Theory]
    [InlineData("iptables", "ip6tables")]
    [InlineData("ip6tables", "iptables")]
    public async Task One_version_of_IP_has_its_rule_where_the_kernel_lacks_the_other_ones(string broken, string working)
    {
        string name = CreateNamespace(), directory = Directory.CreateTempSubdirectory("iptables-").FullName, variant = $"-without-{broken}";
        // As iptables-nft-restore 1.8.9 ends without xt_CHECKSUM.
        Write(directory, $"{broken}{variant}-restore", $"#!/bin/sh\ncat >/dev/null\necho '{broken}-restore v1.8.9 (nf_tables): Could not fetch rule set generation id: Extension CHECKSUM revision 0 not supported, missing kernel module?' >&2\nexit 4\n");
        foreach (string suffix in new[] { "-save", "-restore" })
            Write(directory, $"{working}{variant}{suffix}", $"#!/bin/sh\nexec {working}{suffix} \"$@\"\n");
        // Names that only this test looks for: tests beside it find what they found.
        Environment.SetEnvironmentVariable("PATH", $"{directory}:{Environment.GetEnvironmentVariable("PATH")}");

        ChecksumRuleResult result = await UdpChecksumRule.EnsureAsync(ChecksumRuleTable.CreateBoth(name, Chain, 68, 546, variant), freshNamespace: true, Cancellation);

        Assert.Equal(ChecksumRuleOutcome.Added, result.Outcome);
        Assert.Contains("CHECKSUM revision 0 not supported", result.Reason, StringComparison.Ordinal);
        Assert.Contains($"-A POSTROUTING -j {Chain}", await SaveAsync(name, working));
        Assert.DoesNotContain(await SaveAsync(name, broken), line => line.Contains(Chain, StringComparison.Ordinal));

        static void Write(string directory, string name, string script)
        {
            string path = Path.Combine(directory, name);
            File.WriteAllText(path, script);
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }
    }

    [Fact]
    public async Task A_missing_namespace_is_no_lack_of_support() =>
        await Assert.ThrowsAsync<LinuxException>(() => UdpChecksumRule.EnsureAsync(ReserveName(), Chain, 68, 546, true, Cancellation));

    private static IReadOnlyList<ChecksumRuleTable> CreateTables(string namespaceName, string variant)
    {
        Assert.SkipWhen(ChildProcess.Find($"iptables{variant}-restore") is null, $"iptables{variant} is not installed");
        return ChecksumRuleTable.CreateBoth(namespaceName, Chain, 68, 546, variant);
    }

    private static async Task<ChecksumRuleOutcome> EnsureAsync(IReadOnlyList<ChecksumRuleTable> tables, bool freshNamespace)
    {
        ChecksumRuleResult result = await UdpChecksumRule.EnsureAsync(tables, freshNamespace, Cancellation);
        Assert.Null(result.Reason);
        return result.Outcome;
    }

    private static async Task AssertIsThereOnceAsync(string namespaceName, string variant)
    {
        foreach ((string family, int port) in new[] { ("iptables", 68), ("ip6tables", 546) })
        {
            string[] expected =
            [
                $":{Chain} - [0:0]",
                $"-A POSTROUTING -j {Chain}",
                $"-A {Chain} -p udp -m udp --dport {port} -j CHECKSUM --checksum-fill",
            ];
            Assert.Equal(expected, (await SaveAsync(namespaceName, family + variant)).Where(line => line.Contains(Chain, StringComparison.Ordinal)));
        }
    }

    private static async Task<string[]> SaveAsync(string namespaceName, string program) =>
        (await RunAsync(namespaceName, program + "-save", "-t", "mangle")).Split('\n');

    private static async Task<string> RunAsync(string namespaceName, string program, params string[] arguments)
    {
        ChildProcessStart start = new() { FileName = program, Arguments = arguments, NamespaceName = namespaceName };
        ChildProcessResult result = await ChildProcess.RunAsync(start, Cancellation);
        Assert.True(result.ExitCode == 0, result.StandardError);
        return result.StandardOutput;
    }
}
