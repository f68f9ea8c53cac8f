using System.Diagnostics;
using DhcpNet.SystemTests.Module;

namespace DhcpNet.SystemTests.Examples;

/// <summary>The files of docs/examples/systemd, by the programs that they are for.</summary>
public sealed class ServiceFilesTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _directory = Directory.CreateTempSubdirectory("service-files-").FullName;

    [Fact]
    public void The_unit_has_nothing_that_systemd_does_not_know()
    {
        Require("systemd-analyze");
        string unit = Path.Combine(_directory, "dhcpnet-agent.service");
        // A unit whose program is not installed would be wrong for that alone.
        File.WriteAllText(unit, File.ReadAllText(Example("dhcpnet-agent.service")).Replace("ExecStart=/usr/bin/pwsh ", "ExecStart=/bin/true ", StringComparison.Ordinal));

        (int status, string output, string error) = Programs.Try("systemd-analyze", "verify", unit);

        Assert.Equal((0, ""), (status, output + error));
    }

    [Fact]
    public void The_directories_are_made_so_that_dnsmasq_gets_into_them()
    {
        Require("systemd-tmpfiles");
        Assert.SkipUnless(Program.IsRoot, "needs root: the directories are root's");

        (int status, string output, string error) = Programs.Try("systemd-tmpfiles", $"--root={_directory}", "--create", Example("tmpfiles.d/dhcpnet.conf"));

        Assert.Equal((0, ""), (status, output + error));
        Assert.All((string[])["etc/dhcpnet", "var/lib/dhcpnet", "var/log/dhcpnet"], d => Assert.Equal((UnixFileMode)0b111_101_101, File.GetUnixFileMode(Path.Combine(_directory, d))));
    }

    [Fact]
    public async Task After_a_rotation_dnsmasq_logs_to_the_new_file()
    {
        Require("logrotate");
        Require("pkill");
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        string logs = Path.Combine(world.StateDirectory, "log");
        Directory.CreateDirectory(logs, (UnixFileMode)0b111_101_101);
        world.Run($"Set-DhcpConfiguration -DnsmasqBaseLogDir '{logs}'; New-DhcpNetwork blue -Subnet 10.20.0.0/24; Enable-NetworkDhcp blue");
        int process = Assert.Single(world.DnsmasqProcesses());
        string log = Path.Combine(logs, $"{world.RunSingle("(Get-DhcpNetwork blue).Id")}", "dhcp_dns_log");
        string before = await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken);
        string rules = Path.Combine(_directory, "dhcpnet");
        await File.WriteAllTextAsync(
            rules,
            (await File.ReadAllTextAsync(Example("logrotate.d/dhcpnet"), TestContext.Current.CancellationToken))
                .Replace("/var/log/dhcpnet", logs, StringComparison.Ordinal).Replace("/var/lib/dhcpnet", world.StateDirectory, StringComparison.Ordinal),
            TestContext.Current.CancellationToken);

        Programs.Run("logrotate", "--force", "--state", Path.Combine(_directory, "state"), rules);

        Assert.StartsWith(before, await File.ReadAllTextAsync($"{log}.1", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        // Told to read its files again, it says so in its log.
        Programs.Run("kill", "-HUP", $"{process}");
        Stopwatch watch = Stopwatch.StartNew();
        while (new FileInfo(log).Length == 0)
        {
            Assert.True(watch.Elapsed < Patience, $"{log} stays empty.");
            await Task.Yield();
        }
        Assert.Equal(process, Assert.Single(world.DnsmasqProcesses()));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static string Example(string name) => Path.Combine(ModulePackage.Root, "docs", "examples", "systemd", name);

    private static void Require(string program) =>
        Assert.SkipUnless(((string[])["/usr/bin", "/usr/sbin", "/bin", "/sbin"]).Any(d => File.Exists(Path.Combine(d, program))), $"{program} is not installed");
}
