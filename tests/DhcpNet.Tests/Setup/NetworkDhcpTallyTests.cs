using DhcpNet.Setup;

namespace DhcpNet.Tests.Setup;

public class NetworkDhcpTallyTests
{
    [Fact]
    public void It_counts_changed_unchanged_and_failed_and_names_these()
    {
        NetworkDhcpTally tally = new(4);
        tally.Count(Done("a", StepChange.Created));
        tally.Count(Done("b", StepChange.None));
        tally.Count(new NetworkDhcpOutcome { Network = New("c"), Error = new InvalidOperationException(), FailedStep = SetupSteps.OvsTap });

        NetworkDhcpSummary summary = tally.ToSummary([new NetworkDhcpStepTime(SetupSteps.OvsTap, TimeSpan.FromMilliseconds(1230))]);

        Assert.Equal((4, 3, 1, 1, 1), (summary.Networks, tally.Done, summary.Changed, summary.Unchanged, summary.Failed));
        Assert.Equal(["c"], summary.FailedNetworks);
        Assert.True(summary.PerSecond > 0);
        Assert.Equal("OvsTap 1.23 s", summary.Steps[0].ToString());
    }

    private static NetworkDhcpOutcome Done(string name, StepChange change)
    {
        Network network = New(name);
        return new NetworkDhcpOutcome { Network = network, Result = new NetworkDhcp { Network = network, State = NetworkDhcpState.Enabled, Change = change } };
    }

    private static Network New(string name) => new() { Id = Guid.NewGuid(), Name = name };
}
