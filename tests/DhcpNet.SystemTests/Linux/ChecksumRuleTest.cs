using DhcpNet.Linux;

namespace DhcpNet.SystemTests.Linux;

/// <summary>What the tests of the checksum rule share: the rule, and iptables to look at it.</summary>
public abstract class ChecksumRuleTest : LinuxTest
{
    protected const string Chain = "neutron-dhcp-age-POSTROUTING";

    protected static IReadOnlyList<(string Family, int Port)> Families { get; } = [("iptables", 68), ("ip6tables", 546)];

    /// <summary>A rule for the programs of a variant; skips the test where they are not installed.</summary>
    internal static UdpChecksumRule CreateRule(string variant = "")
    {
        Assert.SkipWhen(ChildProcess.Find($"iptables{variant}-restore") is null, $"iptables{variant} is not installed");
        return new UdpChecksumRule(Chain, 68, 546, variant);
    }

    /// <summary>Ensures the rule, which must be possible.</summary>
    internal static async Task<ChecksumRuleOutcome> EnsureAsync(string namespaceName, UdpChecksumRule rule, bool freshNamespace = false)
    {
        ChecksumRuleResult result = await rule.EnsureAsync(namespaceName, freshNamespace, Cancellation);
        Assert.Null(result.Reason);
        return result.Outcome;
    }

    protected static async Task AssertIsThereOnceAsync(string namespaceName, string variant)
    {
        foreach ((string family, int port) in Families)
        {
            string[] expected = [$":{Chain} - [0:0]", $"-A POSTROUTING -j {Chain}", $"-A {Chain} {RuleOf(port)}"];
            Assert.Equal(expected, (await SaveAsync(namespaceName, family + variant)).Where(line => line.Contains(Chain, StringComparison.Ordinal)));
        }
    }

    protected static async Task AssertIsNotThereAsync(string namespaceName, string program) =>
        Assert.DoesNotContain(await SaveAsync(namespaceName, program), line => line.Contains(Chain, StringComparison.Ordinal));

    protected static string RuleOf(int port) => $"-p udp -m udp --dport {port} -j CHECKSUM --checksum-fill";

    protected static async Task<string[]> SaveAsync(string namespaceName, string program) =>
        (await RunAsync(namespaceName, program + "-save", "-t", "mangle")).Split('\n');

    /// <summary>Runs a program in a namespace; it must succeed.</summary>
    protected static Task<string> RunAsync(string namespaceName, string program, params string[] arguments) => RunWithInputAsync(namespaceName, null, program, arguments);

    protected static async Task<string> RunWithInputAsync(string namespaceName, string? input, string program, params string[] arguments)
    {
        ChildProcessStart start = new() { FileName = program, Arguments = arguments, NamespaceName = namespaceName, StandardInput = input };
        ChildProcessResult result = await ChildProcess.RunAsync(start, Cancellation);
        Assert.True(result.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {result.StandardError}");
        return result.StandardOutput;
    }
}
