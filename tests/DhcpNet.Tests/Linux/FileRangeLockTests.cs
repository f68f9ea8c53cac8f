using DhcpNet.Linux;

namespace DhcpNet.Tests.Linux;

public sealed class FileRangeLockTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private string Path => _directory["lock"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_one_of_many_has_a_byte_at_a_time()
    {
        int inside = 0;
        int most = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 5; i++)
            {
                using var held = FileRangeLock.Open(Path);
                Assert.True(await held.TryLockAsync(7, Patience, Cancellation));
                most = Math.Max(most, Interlocked.Increment(ref inside));
                await Task.Yield();
                Interlocked.Decrement(ref inside);
            }
        }, Cancellation)));
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Whether_another_has_a_byte_is_told_without_taking_it()
    {
        using var holder = FileRangeLock.Open(Path);
        using var looker = FileRangeLock.Open(Path);
        Assert.False(looker.IsHeldByOther(7));
        Assert.True(await holder.TryLockAsync(7, TimeSpan.Zero, Cancellation));
        Assert.True(looker.IsHeldByOther(7));
        Assert.False(looker.IsHeldByOther(8));
        Assert.False(holder.IsHeldByOther(7));

        holder.Unlock(7);

        Assert.False(looker.IsHeldByOther(7));
    }

    [Fact]
    public async Task Other_bytes_are_free_and_the_file_stays_empty()
    {
        using var one = FileRangeLock.Open(Path);
        using var other = FileRangeLock.Open(Path);
        Assert.True(await one.TryLockAsync(long.MaxValue >> 1, TimeSpan.Zero, Cancellation));
        Assert.True(await other.TryLockAsync(1, TimeSpan.Zero, Cancellation));
        Assert.False(await other.TryLockAsync(long.MaxValue >> 1, TimeSpan.FromMilliseconds(20), Cancellation));
        Assert.Equal(0, new FileInfo(Path).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Fact]
    public async Task Waiting_ends_when_cancelled_and_when_it_is_given_back()
    {
        var held = FileRangeLock.Open(Path);
        Assert.True(await held.TryLockAsync(1, TimeSpan.Zero, Cancellation));
        using var waiting = FileRangeLock.Open(Path);
        using CancellationTokenSource cancel = new(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.TryLockAsync(1, Patience, cancel.Token));
        Task<bool> again = waiting.TryLockAsync(1, Patience, Cancellation);
        Assert.False(again.IsCompleted);
        held.Dispose();
        held.Dispose();
        Assert.True(await again);
    }

    [Fact]
    public void A_missing_directory_is_said() =>
        Assert.Equal("ENOENT", Assert.Throws<LinuxException>(() => FileRangeLock.Open(_directory["no/lock"])).ErrorName);
}
