namespace DhcpNet.Tests.Linux;

/// <summary>A directory for one test, gone with it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("dhcpnet-").FullName;

    public string this[string file] => System.IO.Path.Join(Path, file);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
