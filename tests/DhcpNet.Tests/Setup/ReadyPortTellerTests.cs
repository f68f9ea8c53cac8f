using DhcpNet.Setup;
using DhcpNet.Tests.Agent;

namespace DhcpNet.Tests.Setup;

/// <summary>Ports whose DHCP is ready are told of beside the work on networks.</summary>
public sealed class ReadyPortTellerTests : IAsyncDisposable, ISetupLog
{
    private readonly FakePlugin _plugin = new();
    private readonly List<string> _warnings = [];
    private readonly ReadyPortTeller _teller;

    public ReadyPortTellerTests() => _teller = new ReadyPortTeller(_plugin, this);

    public ValueTask DisposeAsync() => _plugin.DisposeAsync();

    [Fact]
    public async Task What_comes_while_the_plugin_takes_its_time_is_told_of_together()
    {
        Guid[] ports = [.. Enumerable.Range(0, 4).Select(_ => Guid.NewGuid())];
        TaskCompletionSource answer = _plugin.ReadyPause = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _teller.Tell([ports[0]]);
        Assert.True(SpinWait.SpinUntil(() => _plugin.Asked.Count == 1, TimeSpan.FromSeconds(30)));
        foreach (Guid port in ports[1..])
            _teller.Tell([port]);
        Assert.False(_teller.WhenToldAsync().IsCompleted);

        answer.SetResult();
        await _teller.WhenToldAsync();

        Assert.Equal(["1 ready", "3 ready"], _plugin.Asked);
        Assert.Equal(ports, _plugin.Ready);
    }

    [Fact]
    public async Task A_failure_is_warned_of_and_ends_nothing()
    {
        _plugin.Failures.Enqueue(new DhcpNetException("NeutronTimeout", DhcpNetErrorKind.Timeout, "no answer", null));
        _teller.Tell([Guid.NewGuid()]);
        await _teller.WhenToldAsync();
        Assert.Contains("no answer", Assert.Single(_warnings));

        Guid port = Guid.NewGuid();
        _teller.Tell([port]);
        await _teller.WhenToldAsync();

        Assert.Equal([port], _plugin.Ready);
    }

    [Fact]
    public void With_nothing_to_tell_nothing_is_told()
    {
        _teller.Tell([]);

        Assert.True(_teller.WhenToldAsync().IsCompletedSuccessfully);
        Assert.Empty(_plugin.Asked);
    }

    void ISetupLog.Verbose(string message)
    {
    }

    void ISetupLog.Warning(string message) => _warnings.Add(message);
}
