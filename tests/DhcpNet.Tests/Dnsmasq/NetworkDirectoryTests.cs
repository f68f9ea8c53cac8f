using DhcpNet.Dnsmasq;

namespace DhcpNet.Tests.Dnsmasq;

public sealed class NetworkDirectoryTests : IDisposable
{
    private static readonly Guid NetworkId = new("9a1c79f2-3a8e-4e0b-8c55-3d0f1f0e5d11");

    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("dhcpnet-test-");
    private readonly DirectoryInfo _elsewhere = Directory.CreateTempSubdirectory("dhcpnet-test-");

    public void Dispose()
    {
        _state.Delete(recursive: true);
        _elsewhere.Delete(recursive: true);
    }

    // Whoever owns the state path, which need not be root, is not to have root write where the link leads.
    [Theory]
    [InlineData(null)]
    [InlineData("1001")]
    public void A_link_in_the_place_of_a_networks_or_segments_directory_is_not_followed(string? segment)
    {
        DhcpConfiguration configuration = new() { StatePath = _state.FullName };
        NetworkDirectory directory = new(configuration, new DhcpServiceId(NetworkId, segment));
        string confs = Directory.CreateDirectory(configuration.ConfsPath).FullName;
        string link = Path.Combine(confs, segment ?? NetworkId.ToString());
        Directory.CreateSymbolicLink(link, _elsewhere.FullName);
        UnixFileMode mode = File.GetUnixFileMode(_elsewhere.FullName);

        DhcpNetException error = Assert.Throws<DhcpNetException>(directory.Create);

        Assert.Equal("StatePathNotWritable", error.ErrorId);
        Assert.Contains($"'{link}' is a symbolic link, to '{_elsewhere.FullName}'", error.Message, StringComparison.Ordinal);
        Assert.Equal(mode, File.GetUnixFileMode(_elsewhere.FullName));
        Assert.Empty(_elsewhere.GetFileSystemInfos());
    }
}
