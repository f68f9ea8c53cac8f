using DhcpNet.Agent;

namespace DhcpNet.Tests.Agent;

public class ReadyPortsTests
{
    private readonly ReadyPorts _ready = new();

    [Fact]
    public void A_port_is_told_once_however_often_it_is_found()
    {
        Guid port = Guid.NewGuid();
        Assert.True(_ready.Add([port]));
        Assert.False(_ready.Add([port]));
        Assert.Equal([port], _ready.Take(64));
        _ready.Told([port]);

        Assert.False(_ready.Add([port]));
        Assert.Empty(_ready.Take(64));
    }

    [Fact]
    public void A_port_that_was_changed_is_told_again()
    {
        Guid port = Guid.NewGuid();
        _ready.Add([port]);
        _ready.Told(_ready.Take(64));

        _ready.Expect(port);
        _ready.Add([port]);

        Assert.Equal([port], _ready.Take(64));
    }

    [Fact]
    public void Those_that_somebody_waits_for_go_before_those_of_a_sync()
    {
        Guid[] sync = [.. Enumerable.Range(0, 100).Select(_ => Guid.NewGuid())];
        _ready.Add(sync);
        _ready.Expect(sync[99]);
        Guid fresh = Guid.NewGuid();
        _ready.Expect(fresh);
        _ready.Add([fresh, sync[99]]);

        Assert.Equal([fresh, sync[99], .. sync[..62]], _ready.Take(64));
        Assert.Equal(sync[62..99], _ready.Take(64));
        Assert.Equal(0, _ready.Count);
    }

    [Fact]
    public void What_the_plugin_did_not_hear_is_told_again_but_not_of_ports_that_are_gone()
    {
        Guid[] ports = [.. Enumerable.Range(0, 3).Select(_ => Guid.NewGuid())];
        _ready.Add(ports);
        IReadOnlyList<Guid> taken = _ready.Take(64);
        _ready.Drop(ports[1]);

        _ready.Return(taken);

        Assert.Equal([ports[0], ports[2]], _ready.Take(64));
    }

    [Fact]
    public void What_is_on_its_way_when_all_is_to_be_told_anew_is_not_lost()
    {
        Guid port = Guid.NewGuid();
        _ready.Add([port]);
        IReadOnlyList<Guid> taken = _ready.Take(64);
        _ready.Forget();

        _ready.Return(taken);

        Assert.Equal([port], _ready.Take(64));
    }

    [Fact]
    public void A_port_that_is_deleted_before_it_was_told_is_not_told()
    {
        Guid port = Guid.NewGuid();
        _ready.Add([port]);

        _ready.Drop(port);

        Assert.Equal(0, _ready.Count);
        Assert.Empty(_ready.Take(64));
    }
}
