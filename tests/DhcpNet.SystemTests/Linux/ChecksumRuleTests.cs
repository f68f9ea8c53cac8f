using DhcpNet.Linux;

namespace DhcpNet.SystemTests.Linux;

/// <summary>The rule with each variant of iptables, and without any.</summary>
public sealed class ChecksumRuleTests : ChecksumRuleTest
{
    [Theory]
    [InlineData("-nft")]
    [InlineData("-legacy")]
    public async Task Adding_again_and_again_leaves_it_once(string variant)
    {
        string name = CreateNamespace();
        UdpChecksumRule rule = CreateRule(variant);
        Assert.Equal(ChecksumRuleOutcome.Added, await EnsureAsync(name, rule, freshNamespace: true));
        Assert.Equal(ChecksumRuleOutcome.AlreadyThere, await EnsureAsync(name, rule));
        await AssertIsThereOnceAsync(name, variant);
    }

    [Theory]
    [InlineData("-nft")]
    [InlineData("-legacy")]
    public async Task What_is_missing_of_it_is_mended(string variant)
    {
        string name = CreateNamespace();
        UdpChecksumRule rule = CreateRule(variant);
        await EnsureAsync(name, rule, freshNamespace: true);

        await RunAsync(name, $"iptables{variant}", "-t", "mangle", "-F", Chain);
        Assert.Equal(ChecksumRuleOutcome.Added, await EnsureAsync(name, rule));
        await AssertIsThereOnceAsync(name, variant);

        await RunAsync(name, $"ip6tables{variant}", "-t", "mangle", "-F", "POSTROUTING");
        Assert.Equal(ChecksumRuleOutcome.Added, await EnsureAsync(name, rule));
        await AssertIsThereOnceAsync(name, variant);
    }

    [Theory]
    [InlineData("-nft")]
    [InlineData("-legacy")]
    public async Task A_chain_with_something_else_in_it_is_written_anew(string variant)
    {
        string name = CreateNamespace(), program = $"iptables{variant}";
        UdpChecksumRule rule = CreateRule(variant);
        await RunAsync(name, program, "-t", "mangle", "-N", Chain);
        await RunAsync(name, program, "-t", "mangle", "-A", "POSTROUTING", "-j", Chain);
        await RunAsync(name, program, "-t", "mangle", "-A", Chain, "-p", "udp", "--dport", "69", "-j", "CHECKSUM", "--checksum-fill");

        Assert.Equal(ChecksumRuleOutcome.Added, await EnsureAsync(name, rule));

        await AssertIsThereOnceAsync(name, variant);
    }

    [Theory]
    [InlineData("-nft")]
    [InlineData("-legacy")]
    public async Task What_others_have_in_POSTROUTING_stays(string variant)
    {
        string name = CreateNamespace(), program = $"iptables{variant}";
        UdpChecksumRule rule = CreateRule(variant);
        await RunAsync(name, program, "-t", "mangle", "-P", "POSTROUTING", "DROP");
        await RunAsync(name, program, "-t", "mangle", "-N", "others");
        await RunAsync(name, program, "-t", "mangle", "-A", "POSTROUTING", "-p", "tcp", "-j", "ACCEPT");
        await RunAsync(name, program, "-t", "mangle", "-A", "POSTROUTING", "-j", "others");

        Assert.Equal(ChecksumRuleOutcome.Added, await EnsureAsync(name, rule));

        string[] expected =
        [
            "-P POSTROUTING DROP", "-N neutron-dhcp-age-POSTROUTING", "-N others",
            "-A POSTROUTING -p tcp -j ACCEPT", "-A POSTROUTING -j others", $"-A POSTROUTING -j {Chain}", $"-A {Chain} {RuleOf(68)}",
        ];
        string[] kept = (await RunAsync(name, program, "-t", "mangle", "-S")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected.Order(), kept.Where(line => line.Contains("POSTROUTING", StringComparison.Ordinal) || line.Contains("others", StringComparison.Ordinal)).Order());
        Assert.Equal(expected[3..6], kept.Where(line => line.StartsWith("-A POSTROUTING", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("-nft")]
    [InlineData("-legacy")]
    public async Task It_is_seen_between_the_rules_of_others(string variant)
    {
        string name = CreateNamespace();
        UdpChecksumRule rule = CreateRule(variant);
        foreach ((string family, int port) in Families)
        {
            string program = family + variant;
            await RunAsync(name, program, "-t", "mangle", "-N", "another");
            await RunAsync(name, program, "-t", "mangle", "-N", Chain);
            await RunAsync(name, program, ["-t", "mangle", "-A", Chain, "-p", "tcp", "-j", "RETURN"]);
            await RunAsync(name, program, ["-t", "mangle", "-A", Chain, .. RuleOf(port).Split(' ')]);
            foreach (string target in new[] { "another", Chain, "ACCEPT" })
                await RunAsync(name, program, "-t", "mangle", "-A", "POSTROUTING", "-j", target);
        }
        string before = await RunAsync(name, $"iptables{variant}", "-t", "mangle", "-S");

        Assert.True(await rule.ExistsAsync(name, Cancellation));
        Assert.Equal(ChecksumRuleOutcome.AlreadyThere, await EnsureAsync(name, rule));

        Assert.Equal(before, await RunAsync(name, $"iptables{variant}", "-t", "mangle", "-S"));
    }

    [Fact]
    public async Task The_systems_own_iptables_shows_it()
    {
        string name = CreateNamespace();
        UdpChecksumRule rule = CreateRule();
        Assert.False(await rule.ExistsAsync(name, Cancellation));
        ChecksumRuleResult result = await rule.EnsureAsync(name, freshNamespace: false, Cancellation);
        Assert.Equal(new ChecksumRuleResult { Outcome = ChecksumRuleOutcome.Added }, result);
        Assert.True(await rule.ExistsAsync(name, Cancellation));
        Assert.False(await new UdpChecksumRule(Chain, 67, 546).ExistsAsync(name, Cancellation));
        await AssertIsThereOnceAsync(name, "");
    }

    [Fact]
    public async Task Without_iptables_it_is_made_all_the_same()
    {
        string name = CreateNamespace();
        UdpChecksumRule rule = new(Chain, 68, 546, "-missing");

        Assert.Equal(ChecksumRuleOutcome.Added, await EnsureAsync(name, rule));

        Assert.True(await rule.ExistsAsync(name, Cancellation));
        Assert.Equal(ChecksumRuleOutcome.AlreadyThere, await EnsureAsync(name, rule));
    }

    [Theory]
    [InlineData("-legacy", "-nft")]
    [InlineData("-nft", "-legacy")]
    [InlineData("-legacy", "-missing")]
    [InlineData("-nft", "-missing")]
    public async Task What_another_variant_added_is_seen_and_not_doubled(string earlier, string now)
    {
        string name = CreateNamespace();
        await EnsureAsync(name, CreateRule(earlier), freshNamespace: true);

        Assert.Equal(ChecksumRuleOutcome.AlreadyThere, await EnsureAsync(name, new UdpChecksumRule(Chain, 68, 546, now)));

        await AssertIsThereOnceAsync(name, earlier);
        await AssertIsNotThereAsync(name, earlier == "-nft" ? "iptables-legacy" : "iptables-nft");
        Assert.True(await CreateRule().ExistsAsync(name, Cancellation));
    }

    [Fact]
    public async Task Legacy_tables_without_it_do_not_hinder_nf_tables()
    {
        string name = CreateNamespace();
        UdpChecksumRule rule = CreateRule("-nft");
        // Looking makes the table.
        await RunAsync(name, "iptables-legacy", "-t", "mangle", "-S");

        Assert.False(await rule.ExistsAsync(name, Cancellation));
        Assert.Equal(ChecksumRuleOutcome.Added, await EnsureAsync(name, rule));

        await AssertIsThereOnceAsync(name, "-nft");
        await AssertIsNotThereAsync(name, "iptables-legacy");
    }

    [Fact]
    public async Task A_wrapper_of_either_variant_is_asked_what_it_has()
    {
        string name = CreateNamespace(), variant = "-wrapped";
        using Wrappers wrappers = new();
        foreach ((string family, _) in Families)
        {
            foreach (string suffix in new[] { "-save", "-restore" })
                wrappers.Add($"{family}{variant}{suffix}", $"exec {family}-nft{suffix} \"$@\"");
        }
        UdpChecksumRule rule = CreateRule(variant);
        Assert.Equal(ChecksumRuleOutcome.Added, await EnsureAsync(name, rule, freshNamespace: true));
        await RunAsync(name, "iptables-nft", "-t", "mangle", "-F", Chain);

        Assert.Equal(ChecksumRuleOutcome.Added, await EnsureAsync(name, rule));

        await AssertIsThereOnceAsync(name, "-nft");
    }

    [Theory]
    [InlineData("iptables", "ip6tables")]
    [InlineData("ip6tables", "iptables")]
    public async Task One_version_of_IP_has_its_rule_where_the_kernel_lacks_the_other_ones(string broken, string working)
    {
        string name = CreateNamespace(), variant = $"-without-{broken}";
        using Wrappers wrappers = new();
        // As iptables-nft-restore 1.8.9 ends without xt_CHECKSUM.
        wrappers.Add($"{broken}{variant}-restore", $"cat >/dev/null\necho '{broken}-restore v1.8.9 (nf_tables): Could not fetch rule set generation id: Extension CHECKSUM revision 0 not supported, missing kernel module?' >&2\nexit 4");
        foreach (string suffix in new[] { "-save", "-restore" })
            wrappers.Add($"{working}{variant}{suffix}", $"exec {working}{suffix} \"$@\"");

        ChecksumRuleResult result = await CreateRule(variant).EnsureAsync(name, freshNamespace: true, Cancellation);

        Assert.Equal(ChecksumRuleOutcome.Added, result.Outcome);
        Assert.Contains("CHECKSUM revision 0 not supported", result.Reason, StringComparison.Ordinal);
        Assert.Contains($"-A POSTROUTING -j {Chain}", await SaveAsync(name, working));
        await AssertIsNotThereAsync(name, broken);
    }

    [Fact]
    public async Task A_missing_namespace_is_no_lack_of_support() =>
        await Assert.ThrowsAsync<LinuxException>(() => CreateRule().EnsureAsync(ReserveName(), true, Cancellation));

    /// <summary>Programs that only one test looks for: tests beside it find what they found.</summary>
    private sealed class Wrappers : IDisposable
    {
        private readonly string _directory = Directory.CreateTempSubdirectory("iptables-").FullName;

        public Wrappers() => Environment.SetEnvironmentVariable("PATH", $"{_directory}:{Environment.GetEnvironmentVariable("PATH")}");

        public void Add(string name, string script)
        {
            string path = Path.Combine(_directory, name);
            File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }

        public void Dispose() => Directory.Delete(_directory, recursive: true);
    }
}
