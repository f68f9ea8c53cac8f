using System.Management.Automation;
using System.Text.RegularExpressions;
using DhcpNet.SystemTests.Module;

namespace DhcpNet.SystemTests.Examples;

/// <summary>What the documentation has people type is typed, and goes without an error.</summary>
public sealed partial class ExampleTests(ExampleWorld world) : IClassFixture<ExampleWorld>
{
    private const string NeedsNeutron = "needs a Neutron server and its message broker";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Blocks that can't be run here, and why. Each has its line, so that nothing is left out unseen.</summary>
    private static readonly Dictionary<(string Page, int Number), string> NotRun = new()
    {
        [("docs/cmdlets/Connect-DhcpPlugin.md", 4)] = NeedsNeutron,
        [("docs/cmdlets/Connect-DhcpPlugin.md", 5)] = NeedsNeutron,
        [("docs/cmdlets/Connect-DhcpPlugin.md", 6)] = NeedsNeutron,
        [("docs/neutron.md", 2)] = NeedsNeutron,
        [("README.md", 4)] = NeedsNeutron,
    };

    /// <summary>Pages on which an agent is taken to run.</summary>
    private static readonly string[] AboutAgents = ["docs/cmdlets/Get-DhcpAgent.md"];

    /// <summary>What pages take to be there already, besides what their kind does.</summary>
    private static readonly Dictionary<string, string> Before = new()
    {
        ["docs/guides/no-address.md"] = """
            New-DhcpNetwork blue 10.20.0.0/24 -VlanTag 20
            New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.50 -HostName vm1
            Enable-NetworkDhcp blue
            ovs-vsctl add-port br-int vm1 tag=20 -- set interface vm1 type=internal
            """,
    };

    public static TheoryData<string, int> OfCmdlets => [.. Example.OfCmdlets.Where(IsRun).Select(e => (e.Topic, e.Number))];

    public static TheoryData<string> Guides => [.. Example.OfGuides.Keys];

    [Theory]
    [MemberData(nameof(OfCmdlets))]
    public Task An_example_of_a_cmdlet_goes_without_an_error(string cmdlet, int number)
    {
        Example example = Example.OfCmdlets.Single(e => e.Topic == cmdlet && e.Number == number);
        world.Prepare(isServing: true);

        return RunAsync(example);
    }

    [Theory]
    [MemberData(nameof(Guides))]
    public async Task A_page_can_be_followed_from_top_to_bottom(string page)
    {
        // README and guides begin with nothing; references speak of the networks that the cmdlets' pages speak of.
        world.Prepare(isServing: page.StartsWith("docs/", StringComparison.Ordinal) && !page.StartsWith("docs/guides/", StringComparison.Ordinal));
        world.Session.Require(Before.GetValueOrDefault(page, ""));

        foreach (Example example in Example.OfGuides[page].Where(IsRun))
            await RunAsync(example);
    }

    [Fact]
    public void What_is_not_run_is_there()
    {
        (string, int)[] all = [.. Example.OfCmdlets.Concat(Example.OfGuides.Values.SelectMany(e => e)).Select(e => (e.Page, e.Number))];

        Assert.All(NotRun.Keys, key => Assert.Contains(key, all));
    }

    private static bool IsRun(Example example) => !NotRun.ContainsKey((example.Page, example.Number));

    private async Task RunAsync(Example example)
    {
        string code = world.Localize(example.Code);
        if (WatchPattern().Match(code) is { Success: true } watch)
        {
            Run(example, code[..watch.Index]);
            await WatchAsync(example, watch.Value, () => Run(example, code[(watch.Index + watch.Length)..]));
        }
        else if (AboutAgents.Contains(example.Page))
        {
            await WatchAsync(example, "Watch-NetworkDhcp", () => Run(example, code));
        }
        else
        {
            Run(example, code);
        }
    }

    private void Run(Example example, string code) => AssertNone(example, world.Session.Invoke(code).Errors);

    // Runs an agent in a session of its own until it has done all that there was; then the rest in this one; and then stops the agent, as with Ctrl+C.
    private async Task WatchAsync(Example example, string script, Action meanwhile)
    {
        using PowerShellSession session = world.OpenSession();
        using RunningScript agent = RunningScript.Start(session, script);
        DateTime end = DateTime.UtcNow + Patience;
        while (world.Session.Require("$s = Get-DhcpAgent; $s.State -eq 'Running' -and $s.LastSync -and $s.Backlog + $s.InWork -eq 0")[0].BaseObject is false)
        {
            Assert.True(DateTime.UtcNow < end && !agent.HasEnded, $"{example}: '{script}' did not come to rest: {string.Join('\n', agent.Errors)}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        meanwhile();
        AssertNone(example, await agent.StopAsync(Patience));
    }

    // What a program writes to its standard error is in the stream of errors too; that it failed is an error of its own.
    private static void AssertNone(Example example, IReadOnlyList<ErrorRecord> all)
    {
        ErrorRecord[] errors = [.. all.Where(e => !e.FullyQualifiedErrorId.StartsWith("NativeCommandError", StringComparison.Ordinal))];
        Assert.True(errors.Length == 0, $"{example}:\n{example.Code}\n{string.Join('\n', errors.Select(e => $"{e.FullyQualifiedErrorId}: {e} {e.ScriptStackTrace}"))}");
    }

    // A line of its own that goes on until it is stopped.
    [GeneratedRegex(@"^Watch-NetworkDhcp(?![^\n]* -(?:WhatIf|Once)\b)[^\n]*$", RegexOptions.Multiline)]
    private static partial Regex WatchPattern();
}
