using DhcpNet.Agent;

namespace DhcpNet.Tests.Agent;

public class BackoffTests
{
    [Fact]
    public void Each_failure_doubles_the_wait_up_to_the_longest() =>
        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300], Enumerable.Range(1, 11).Select(n => Backoff.Usual.After(n, random: 0).TotalSeconds));

    [Fact]
    public void However_often_it_fails_the_wait_is_a_time() => Assert.Equal(TimeSpan.FromMinutes(5), Backoff.Usual.After(int.MaxValue, random: 0));

    [Fact]
    public void The_spread_makes_the_wait_a_fifth_shorter_at_most() =>
        Assert.All(Enumerable.Range(0, 100), _ => Assert.InRange(Backoff.Usual.After(3), TimeSpan.FromSeconds(3.2), TimeSpan.FromSeconds(4)));

    [Fact]
    public void A_process_that_ends_again_and_again_is_started_ever_later()
    {
        var damper = new RespawnDamper();
        Assert.Equal([0, 1, 2, 4, 8, 16, 32, 60, 60], Enumerable.Range(0, 9).Select(_ => damper.Next(TimeSpan.FromSeconds(1)).TotalSeconds));
    }

    [Fact]
    public void A_process_that_has_lived_long_is_started_again_at_once()
    {
        var damper = new RespawnDamper();
        for (int i = 0; i < 5; i++)
            damper.Next(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.Zero, damper.Next(RespawnDamper.LongLife));
        Assert.Equal(TimeSpan.FromSeconds(1), damper.Next(TimeSpan.Zero));
    }
}
