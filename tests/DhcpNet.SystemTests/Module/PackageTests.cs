using System.IO.Compression;
using System.Xml.Linq;

namespace DhcpNet.SystemTests.Module;

/// <summary>The package, as who installs it meets it.</summary>
public sealed class PackageTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _modulePath = Directory.CreateTempSubdirectory("dhcpnet-modules-").FullName;

    [Theory]
    [InlineData("DhcpNet.Shell")]
    [InlineData("pwsh")]
    public void Installed_into_an_empty_module_path_it_is_found_by_name_and_runs_the_quick_start(string powerShell)
    {
        Assert.SkipUnless(Program.IsRoot, "needs root: it makes network namespaces and an Open vSwitch of its own");
        string program = powerShell == "pwsh" ? FindPwsh() : ShellProcess.ShellPath();
        string directory = ModulePackage.Install(_modulePath);

        (int status, string output, string error) = RunPowerShell(program, "-Command", "$ErrorActionPreference = 'Stop'; Import-Module DhcpNet; [Console]::Out.WriteLine((Get-Module DhcpNet).ModuleBase)");
        Assert.True(status == 0, error + output);
        Assert.Equal(directory, output.Trim());

        (status, output, error) = RunPowerShell(program, "-File", Path.Combine(ModulePackage.Root, "docs", "examples", "quickstart.ps1"));
        Assert.True(status == 0, error + output);
        Assert.EndsWith("All of this happened.", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void It_has_the_module_for_all_machines_with_licences_and_nothing_else()
    {
        string[] expected =
        [
            "CHANGELOG.md", "DhcpNet.Format.ps1xml", "DhcpNet.dll", "DhcpNet.psd1", "LICENSE", "SHA256SUMS", "THIRD-PARTY-NOTICES.txt",
            "en-US/DhcpNet.dll-Help.xml", "en-US/about_DhcpNet.help.txt",
            "lib/DhcpNet.Core.dll", "lib/DhcpNet.Linux.dll", "lib/DhcpNet.Metrics.dll", "lib/DhcpNet.Neutron.dll", "lib/DhcpNet.Ovsdb.dll",
            "lib/Microsoft.Data.Sqlite.dll", "lib/Microsoft.Extensions.ObjectPool.dll", "lib/Prometheus.NetStandard.dll", "lib/RabbitMQ.Client.dll", "lib/SQLitePCLRaw.batteries_v2.dll", "lib/SQLitePCLRaw.core.dll",
            "lib/SQLitePCLRaw.provider.e_sqlite3.dll", "lib/System.IO.Pipelines.dll", "lib/System.Threading.RateLimiting.dll",
            "lib/runtimes/linux-arm64/native/libe_sqlite3.so", "lib/runtimes/linux-musl-arm64/native/libe_sqlite3.so",
            "lib/runtimes/linux-musl-x64/native/libe_sqlite3.so", "lib/runtimes/linux-x64/native/libe_sqlite3.so",
        ];

        string directory = ModulePackage.Install(_modulePath);

        Assert.Equal(expected, Directory.GetFiles(directory, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(directory, f)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Its_hash_list_names_every_file_and_is_true()
    {
        string directory = ModulePackage.Install(_modulePath);

        string[] files = [.. Directory.GetFiles(directory, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(directory, f)).Where(f => f != "SHA256SUMS").Order(StringComparer.Ordinal)];
        string report = Programs.Run("env", "--chdir", directory, "sha256sum", "--check", "--strict", "SHA256SUMS");

        Assert.Equal(files.Select(f => $"{f}: OK"), report.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Its_description_is_what_a_repository_of_modules_asks_for()
    {
        using ZipArchive archive = ZipFile.OpenRead(ModulePackage.File);
        using Stream stream = archive.GetEntry("DhcpNet.nuspec")!.Open();
        XElement metadata = XDocument.Load(stream).Root!.Elements().Single();
        string Value(string name) => metadata.Elements().Single(e => e.Name.LocalName == name).Value;

        Assert.Equal("DhcpNet", Value("id"));
        Assert.Equal(ModulePackage.Version, Value("version"));
        Assert.All((string[])["authors", "description", "copyright", "licenseUrl"], name => Assert.NotEmpty(Value(name)));
        Assert.Superset(new HashSet<string> { "PSModule", "PSEdition_Core", "Linux" }, Value("tags").Split(' ').ToHashSet());
    }

    public void Dispose() => Directory.Delete(_modulePath, recursive: true);

    private static string FindPwsh()
    {
        string? program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(d => Path.Combine(d, "pwsh")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "pwsh is not installed");
        return program;
    }

    // With no module path but the package's, and the defaults of somebody who has none either.
    private (int Status, string Output, string Error) RunPowerShell(string program, params string[] arguments) =>
        Programs.Try(Patience, "env", [$"PSModulePath={_modulePath}", $"HOME={_modulePath}", "NO_COLOR=1", program, "-NoProfile", "-NonInteractive", .. arguments]);
}
