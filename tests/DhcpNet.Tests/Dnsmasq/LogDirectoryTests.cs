using System.Runtime.InteropServices;
using DhcpNet.Dnsmasq;

namespace DhcpNet.Tests.Dnsmasq;

/// <summary>The umask is the whole process's, so that nothing else is to run meanwhile.</summary>
[CollectionDefinition(nameof(LogDirectoryTests), DisableParallelization = true)]
[Collection(nameof(LogDirectoryTests))]
public sealed class LogDirectoryTests : IDisposable
{
    private const UnixFileMode OthersMayWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("dhcpnet-test-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Nobody_else_may_make_files_where_root_logs_to_whatever_the_umask()
    {
        string path = Path.Combine(_directory.FullName, "log", "network");
        uint umask = SetMask(0);
        try
        {
            Assert.True(LogDirectory.TryCreate(path, out string? problem), problem);
        }
        finally
        {
            _ = SetMask(umask);
        }

        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & OthersMayWrite);
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path.GetDirectoryName(path)!) & OthersMayWrite);
    }

    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint SetMask(uint mask);
}
