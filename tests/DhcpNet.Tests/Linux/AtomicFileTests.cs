using System.Runtime.Versioning;
using DhcpNet.Linux;

namespace DhcpNet.Tests.Linux;

[SupportedOSPlatform("linux")]
public sealed class AtomicFileTests : IDisposable
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void It_writes_content_and_mode_and_leaves_nothing_else()
    {
        const UnixFileMode Everything = Readable | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite; // more than a umask lets through
        Assert.True(AtomicFile.Write(_directory["hosts"], "grün\n", Everything));
        Assert.Equal("grün\n"u8.ToArray(), File.ReadAllBytes(_directory["hosts"]));
        Assert.Equal(Everything, File.GetUnixFileMode(_directory["hosts"]));
        Assert.Equal([_directory["hosts"]], Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void The_same_again_writes_nothing()
    {
        AtomicFile.Write(_directory["hosts"], "a", Readable);
        DateTime longAgo = new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(_directory["hosts"], longAgo);
        Assert.False(AtomicFile.Write(_directory["hosts"], "a", Readable));
        Assert.Equal(longAgo, File.GetLastWriteTimeUtc(_directory["hosts"]));
    }

    [Theory]
    [InlineData("b", Readable)]
    [InlineData("a", Private)]
    [InlineData("", Readable)]
    public void Other_content_or_another_mode_replaces_the_file(string content, UnixFileMode mode)
    {
        AtomicFile.Write(_directory["hosts"], "a", Readable);
        using FileStream reader = File.OpenRead(_directory["hosts"]);
        Assert.True(AtomicFile.Write(_directory["hosts"], content, mode));
        Assert.Equal(content, File.ReadAllText(_directory["hosts"]));
        Assert.Equal(mode, File.GetUnixFileMode(_directory["hosts"]));
        Assert.Equal('a', reader.ReadByte());
    }

    [Fact]
    public void A_symbolic_link_is_replaced_and_not_followed()
    {
        File.WriteAllText(_directory["elsewhere"], "a");
        File.CreateSymbolicLink(_directory["hosts"], _directory["elsewhere"]);
        Assert.True(AtomicFile.Write(_directory["hosts"], "b", Readable));
        Assert.Null(new FileInfo(_directory["hosts"]).LinkTarget);
        Assert.Equal("a", File.ReadAllText(_directory["elsewhere"]));
    }

    [Fact]
    public async Task A_stream_is_written_as_a_whole()
    {
        await File.WriteAllTextAsync(_directory["nets"], "old", TestContext.Current.CancellationToken);

        await AtomicFile.WriteAsync(_directory["nets"], async stream =>
        {
            await stream.WriteAsync("new"u8.ToArray(), TestContext.Current.CancellationToken);
            Assert.Equal("old", await File.ReadAllTextAsync(_directory["nets"], TestContext.Current.CancellationToken));
        }, Readable, overwrite: true);

        Assert.Equal("new", await File.ReadAllTextAsync(_directory["nets"], TestContext.Current.CancellationToken));
        Assert.Equal(Readable, File.GetUnixFileMode(_directory["nets"]));
        Assert.Equal([_directory["nets"]], Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public async Task A_stream_that_fails_or_must_not_overwrite_leaves_the_file_as_it_was()
    {
        await File.WriteAllTextAsync(_directory["nets"], "old", TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<InvalidOperationException>(() => AtomicFile.WriteAsync(_directory["nets"], _ => throw new InvalidOperationException(), Readable, overwrite: true));
        await Assert.ThrowsAsync<IOException>(() => AtomicFile.WriteAsync(_directory["nets"], _ => Task.CompletedTask, Readable, overwrite: false));

        Assert.Equal("old", await File.ReadAllTextAsync(_directory["nets"], TestContext.Current.CancellationToken));
        Assert.Equal([_directory["nets"]], Directory.GetFileSystemEntries(_directory.Path));
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev")]
    public async Task A_device_or_a_directory_keeps_its_name(string target)
    {
        File.CreateSymbolicLink(_directory["nets"], target);

        await Assert.ThrowsAsync<IOException>(() => AtomicFile.WriteAsync(_directory["nets"], _ => Task.CompletedTask, Readable, overwrite: true));

        Assert.Equal(target, new FileInfo(_directory["nets"]).LinkTarget);
    }

    [Fact]
    public void A_failure_leaves_no_temporary_file()
    {
        Directory.CreateDirectory(_directory["hosts"]);
        File.WriteAllText(_directory["hosts/inside"], "");
        Assert.ThrowsAny<Exception>(() => AtomicFile.Write(_directory["hosts"], "a", Readable));
        Assert.Equal([_directory["hosts"]], Directory.GetFileSystemEntries(_directory.Path));
    }
}
