using DhcpNet.Agent;

namespace DhcpNet.Tests.Agent;

public class DirtyNetworksTests
{
    private static readonly Guid Blue = Guid.NewGuid(), Green = Guid.NewGuid(), Red = Guid.NewGuid();

    private readonly DirtyNetworks _dirty = new();

    [Fact]
    public void What_is_said_many_times_is_done_once_with_all_reasons()
    {
        Mark(Blue, "port added", priority: 5);
        Mark(Blue, "port deleted", priority: 6);
        Mark(Blue, "port added", priority: 5);

        DirtyNetwork taken = Assert.Single(Take());
        Assert.Equal("port added; port deleted", taken.Reason);
        Assert.Equal(5, taken.Priority);
        Assert.Empty(Take());
    }

    [Fact]
    public void A_network_in_work_is_not_taken_a_second_time_until_it_is_done()
    {
        Mark(Blue, "first");
        Assert.Single(Take());
        Mark(Blue, "second");
        Mark(Blue, "third");
        Assert.Empty(Take());

        _dirty.Done(Blue);

        Assert.Equal("second; third", Assert.Single(Take()).Reason);
    }

    [Fact]
    public void The_most_urgent_go_first_and_then_those_that_wait_longest()
    {
        Mark(Blue, "late", priority: 3, since: 2);
        Mark(Green, "early", priority: 3, since: 1);
        Mark(Red, "urgent", priority: 0, since: 3);

        Assert.Equal([Red, Green, Blue], Take().Select(n => n.Id));
    }

    [Fact]
    public void No_more_are_taken_than_are_asked_for_and_none_that_are_less_urgent()
    {
        Mark(Blue, "sync", priority: 1000);
        Mark(Green, "port added", priority: 5);
        Mark(Red, "port added", priority: 6);

        Assert.Equal([Green], _dirty.Take(TimeSpan.Zero, most: 1, below: 500).Select(n => n.Id));
        Assert.Equal([Red], _dirty.Take(TimeSpan.Zero, most: 9, below: 500).Select(n => n.Id));
    }

    [Fact]
    public void What_is_for_later_waits_until_it_is_due()
    {
        Mark(Blue, "retry", due: 4);

        Assert.Empty(Take(now: 3));
        Assert.Equal(TimeSpan.FromSeconds(4), _dirty.NextDue(TimeSpan.FromSeconds(3)));
        Assert.Single(Take(now: 4));
        Assert.Null(_dirty.NextDue(TimeSpan.FromSeconds(4)));
    }

    [Fact]
    public void News_makes_due_at_once_what_was_for_later()
    {
        Mark(Blue, "retry", due: 300);
        Mark(Blue, "subnet changed", due: 1);
        Mark(Blue, "retry", due: 500);

        Assert.Single(Take(now: 1));
    }

    [Fact]
    public void What_was_said_before_a_question_waits_for_its_answer_and_what_is_said_after_does_not()
    {
        Mark(Blue, "before");
        Mark(Green, "before");
        _dirty.Hold();
        Mark(Green, "after");

        Assert.Equal([Green], Take().Select(n => n.Id));

        _dirty.Resume();
        Assert.Equal([Blue], Take().Select(n => n.Id));
    }

    [Fact]
    public void What_is_to_be_done_thoroughly_once_is_done_so()
    {
        _dirty.Mark(new DirtyNetwork(Blue, ["sync"], 0, TimeSpan.Zero, IsThorough: true, IsRespawn: false), TimeSpan.Zero);
        Mark(Blue, "port added");

        Assert.True(Assert.Single(Take()).IsThorough);
    }

    private void Mark(Guid id, string reason, int priority = 0, int since = 0, int due = 0) =>
        _dirty.Mark(new DirtyNetwork(id, [reason], priority, TimeSpan.FromSeconds(since), IsThorough: false, IsRespawn: false), TimeSpan.FromSeconds(due));

    private IReadOnlyList<DirtyNetwork> Take(int now = 0) => _dirty.Take(TimeSpan.FromSeconds(now), most: 100);
}
