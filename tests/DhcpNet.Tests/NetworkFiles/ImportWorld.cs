using System.Text;
using DhcpNet.NetworkFiles;
using DhcpNet.Tests.Linux;
using DhcpNet.Tests.Plugins;

namespace DhcpNet.Tests.NetworkFiles;

/// <summary>A store, and a directory with files to import into it.</summary>
internal sealed class ImportWorld : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private ImportWorld(TestStore store) => Store = store;

    public TestStore Store { get; }

    public static async Task<ImportWorld> CreateAsync() => new(await TestStore.CreateAsync());

    public string PathOf(string file) => _directory[file];

    public string Write(string file, string text) => Write(file, Encoding.UTF8.GetBytes(text));

    public string Write(string file, byte[] content)
    {
        File.WriteAllBytes(PathOf(file), content);
        return PathOf(file);
    }

    public async Task<NetworkImportResult> ImportAsync(string file, string text, bool skipErrors = false, bool isTrial = false)
    {
        string path = Write(file, text);
        NetworkImportResult result = await new NetworkFileImport(Store.Plugin) { SkipErrors = skipErrors, IsTrial = isTrial }.ReadAsync(path, format: null, TestStore.Token);
        return result with { Errors = [.. result.Errors], Warnings = [.. result.Warnings.Select(Short)] };
    }

    /// <summary>Imports what must go without errors.</summary>
    public async Task<IReadOnlyList<ImportedNetwork>> RequireAsync(string file, string text)
    {
        NetworkImportResult result = await ImportAsync(file, text);
        Assert.Empty(Lines(result));
        return result.Networks;
    }

    /// <summary>The errors, each as its id and what it says, without the directory.</summary>
    public string[] Lines(NetworkImportResult result) => [.. result.Errors.Select(error => $"{error.ErrorId} {Short(error.Message)}")];

    public async Task<string> ExportAsync(string file, bool overwrite = false)
    {
        IReadOnlyList<Network> networks = await AllAsync();
        await new NetworkFileExport(Store.Plugin).WriteAsync(PathOf(file), format: null, [.. networks.Select(n => n.Id)], overwrite, TestStore.Token);
        return await File.ReadAllTextAsync(PathOf(file), TestStore.Token);
    }

    public Task<IReadOnlyList<Network>> AllAsync() => Store.Plugin.FindNetworksAsync("*", TestStore.Token);

    public async Task<Network> SingleAsync(string name) => Assert.Single(await Store.Plugin.FindNetworksAsync(name, TestStore.Token));

    /// <summary>How many rows there are of everything that a network is made of.</summary>
    public object? CountRows() => Store.Sql("""
        SELECT (SELECT count(*) FROM networks) + (SELECT count(*) FROM subnets) + (SELECT count(*) FROM allocation_pools) + (SELECT count(*) FROM dns_nameservers)
             + (SELECT count(*) FROM host_routes) + (SELECT count(*) FROM ports) + (SELECT count(*) FROM fixed_ips) + (SELECT count(*) FROM extra_dhcp_opts)
        """);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _directory.Dispose();
    }

    private string Short(string text) => text.Replace(_directory.Path + "/", "", StringComparison.Ordinal);
}
