using System.Text.Json.Nodes;
using DhcpNet.SystemTests.Module;

namespace DhcpNet.SystemTests.Examples;

/// <summary>docs/examples/ansible: its playbook, with variables of a test's own, against this machine's private namespaces.</summary>
public class AnsibleRoleTests
{
    [Fact]
    public async Task The_role_installs_the_module_and_serves_the_networks_and_a_second_run_changes_nothing()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        using AnsiblePlaybook playbook = new(world);

        AnsiblePlaybook.Result first = playbook.Play();
        Assert.True(first.Succeeded, first.Output);
        Assert.True(first.Changed > 0, first.Output);
        Assert.True(File.Exists(Path.Combine(playbook.ModulePath, "DhcpNet", ModulePackage.Version, "DhcpNet.psd1")));
        Assert.Equal(["blue Enabled", "red Enabled"], States(world));
        Assert.Equal("10.20.0.50", $"{world.RunSingle("(Get-DhcpReservation -Network blue).FixedIps[0]")}");
        IReadOnlyList<int> served = world.DnsmasqProcesses();

        AnsiblePlaybook.Result second = playbook.Play();
        Assert.True(second.Succeeded, second.Output);
        Assert.True(second.Changed == 0, second.Output);
        Assert.Equal(served, world.DnsmasqProcesses());
    }

    [Fact]
    public async Task Check_mode_tells_what_would_change_and_touches_nothing_and_a_wrong_variable_is_told()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        using AnsiblePlaybook playbook = new(world);
        AnsiblePlaybook.Result first = playbook.Play();
        Assert.True(first.Succeeded, first.Output);
        string before = Snapshot(world, playbook);

        playbook.Subnet["dns_nameservers"] = new JsonArray("1.1.1.1");
        AnsiblePlaybook.Result check = playbook.Play("--check", "--verbose");
        Assert.True(check.Succeeded, check.Output);
        Assert.True(check.Changed == 1, check.Output);
        Assert.Contains("network blue: subnet 10.20.0.0/24 changed to", check.Output, StringComparison.Ordinal);
        Assert.Equal(before, Snapshot(world, playbook));

        playbook.Subnet["dns_nameservers"] = new JsonArray("1.1.1.300");
        AnsiblePlaybook.Result wrong = playbook.Play();
        Assert.False(wrong.Succeeded, wrong.Output);
        Assert.Contains("(networks[0].subnets[0].dns_nameservers[0]): '1.1.1.300' is not an IP address", wrong.Output, StringComparison.Ordinal);
        Assert.Equal(before, Snapshot(world, playbook));
    }

    private static IEnumerable<string> States(ModuleWorld world) => world.Run("Get-DhcpNetwork | Get-NetworkDhcp | ForEach-Object { \"$($_.Name) $($_.State)\" }").Select(s => $"{s}").Order(StringComparer.Ordinal);

    // Networks with their counts of changes, what dnsmasq reads and which processes read it, and what the role has installed.
    private static string Snapshot(ModuleWorld world, AnsiblePlaybook playbook) => string.Join('\n',
    [
        .. world.Run("Get-DhcpNetwork | ForEach-Object { \"$($_.Name) $($_.Revision)\" }").Select(n => $"{n}"),
        .. world.DnsmasqProcesses().Select(p => $"process {p}"),
        .. Written(Path.Combine(world.StateDirectory, "dhcp")),
        .. Written(playbook.ModulePath),
        File.ReadAllText(playbook.ConfigurationFile),
        .. Directory.GetDirectories(Path.GetTempPath(), "dhcpnet-????????").Where(d => File.Exists(Path.Combine(d, "Set-Networks.ps1"))),
    ]);

    private static IEnumerable<string> Written(string directory) =>
        Directory.GetFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => $"{f} {File.GetLastWriteTimeUtc(f):O}");
}
