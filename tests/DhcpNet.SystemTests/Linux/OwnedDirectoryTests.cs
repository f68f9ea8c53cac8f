using DhcpNet.Linux;
using DhcpNet.Linux.Native;

namespace DhcpNet.SystemTests.Linux;

public sealed class OwnedDirectoryTests : IDisposable
{
    private const uint Nobody = 65534;
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("dhcpnet-owned-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void What_is_made_in_a_users_directory_is_the_users()
    {
        Assert.Equal(0, FileCalls.ChangeOwner(_directory.FullName, Nobody, Nobody));

        OwnedDirectory.Create($"{_directory.FullName}/external/pids", Mode);

        foreach (string made in new[] { "external", "external/pids" })
        {
            Assert.Equal((Nobody, Nobody), OwnerOf(made));
            Assert.Equal(Mode, File.GetUnixFileMode($"{_directory.FullName}/{made}"));
        }
    }

    [Fact]
    public void What_is_there_stays_as_it_is_and_roots_is_roots()
    {
        Directory.CreateDirectory($"{_directory.FullName}/there");
        Assert.Equal(0, FileCalls.ChangeOwner($"{_directory.FullName}/there", Nobody, 0));

        OwnedDirectory.Create($"{_directory.FullName}/there", Mode);
        OwnedDirectory.Create($"{_directory.FullName}/new", Mode);

        Assert.Equal((Nobody, 0u), OwnerOf("there"));
        Assert.NotEqual(Mode, File.GetUnixFileMode($"{_directory.FullName}/there"));
        Assert.Equal((0u, 0u), OwnerOf("new"));
    }

    private (uint User, uint Group) OwnerOf(string name)
    {
        Assert.Equal(0, FileCalls.GetStatus($"{_directory.FullName}/{name}", out FileStatus status));
        return (status.UserId, status.GroupId);
    }
}
