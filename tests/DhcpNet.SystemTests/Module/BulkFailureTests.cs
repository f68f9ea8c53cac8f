using System.Diagnostics;
using System.Management.Automation;
using System.Net.Sockets;
using DhcpNet.Linux;

namespace DhcpNet.SystemTests.Module;

/// <summary>One network among many that fails: the others go on, an error says which and where, and the next run does the rest.</summary>
public class BulkFailureTests
{
    private const int Networks = 50;
    private const string Broken = "net25";

    [Theory]
    [InlineData("a device of the tap's name", "DeviceInTheWay", "OvsTap")]
    [InlineData("a device in the namespace", "NamespaceInUse", "NetNamespace")]
    [InlineData("a socket on the DHCP port", "DnsmasqFailed", "Dnsmasq")]
    [InlineData("a directory in a file's place", "StatePathNotWritable", "Dnsmasq")]
    [InlineData("the network is down", "NetworkAdminDown", "DhcpPort")]
    [InlineData("no subnet is served", "NoDhcpSubnet", "DhcpPort")]
    public async Task One_that_fails_is_named_and_the_others_are_enabled(string what, string errorId, string step)
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.MakeNetworks(Networks);
        using Cause cause = Break(world, what);

        PowerShellSession.Result result = world.PowerShell.Invoke("Get-DhcpNetwork | Enable-NetworkDhcp");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal(errorId, error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.StartsWith($"Network '{Broken}', step {step}: ", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(Names().Where(n => n != Broken), result.Output.Select(o => $"{o}").Order(StringComparer.Ordinal));
        Assert.Equal(Names().Where(n => n != Broken), world.Whole().Select(o => $"{o}").Order(StringComparer.Ordinal));

        cause.Dispose();
        Dictionary<string, string> again = world.Run("Get-DhcpNetwork | Enable-NetworkDhcp").ToDictionary(o => $"{o}", o => $"{o.Properties["Change"].Value}");
        Assert.NotEqual("None", again[Broken]);
        Assert.Equal(Networks - 1, again.Values.Count(c => c == "None"));
        world.RequireAllWhole(Networks);
        world.Run("Get-DhcpNetwork | Disable-NetworkDhcp -Force");
        Assert.Empty(world.Leftovers());
    }

    [Theory]
    [InlineData("a device in the namespace")]
    [InlineData("a program in the namespace")]
    public async Task A_namespace_that_somebody_else_uses_stays_until_he_is_gone(string what)
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.MakeNetworks(Networks);
        world.Run("Get-DhcpNetwork | Enable-NetworkDhcp");
        string name = $"qdhcp-{world.IdOf(Broken)}";
        using Cause cause = Break(world, what);

        PowerShellSession.Result result = world.PowerShell.Invoke("Get-DhcpNetwork | Disable-NetworkDhcp -Force");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal("NamespaceInUse", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.StartsWith($"Network '{Broken}', step NetNamespace: ", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(Networks - 1, result.Output.Count);
        Assert.All(result.Output, o => Assert.Equal("Disabled Removed", $"{o.Properties["State"].Value} {o.Properties["Change"].Value}"));
        // What clients could still be served by is gone; what the next run goes by is there.
        Assert.Empty(world.DnsmasqProcesses());
        PSObject port = world.RunSingle("Get-DhcpPort");
        Assert.Equal(
            [$"file {world.StateDirectory}/dhcp/{world.IdOf(Broken)}", $"namespace {name}", $"port {port} in the plugin"],
            world.Leftovers().Order(StringComparer.Ordinal));
        Assert.DoesNotContain(": tap", Programs.Run("ip", "-n", name, "-o", "link"), StringComparison.Ordinal);
        Assert.Equal("Degraded", $"{world.RunSingle($"(Get-NetworkDhcp {Broken}).State")}");

        cause.Dispose();
        IReadOnlyList<PSObject> again = world.Run("Get-DhcpNetwork | Disable-NetworkDhcp -Force");
        Assert.Equal(Broken, $"{Assert.Single(again, o => $"{o.Properties["Change"].Value}" == "Removed")}");
        Assert.Empty(world.Leftovers());
    }

    [Fact]
    public async Task A_service_that_could_not_be_removed_can_be_enabled_again()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        world.MakeNetworks(3);
        world.Run("New-DhcpReservation net2 fa:16:3e:00:00:10 10.2.0.50; Get-DhcpNetwork | Enable-NetworkDhcp");
        using Cause cause = Break(world, "a program in the namespace", "net2");
        Assert.Equal("NamespaceInUse", world.RunError("Get-DhcpNetwork | Disable-NetworkDhcp -Force").FullyQualifiedErrorId.Split(',')[0]);

        world.Run("Get-DhcpNetwork | Enable-NetworkDhcp");

        world.RequireAllWhole(3);
        using (var client = DhcpClient.Plug(world.Ovs, "vm1", "fa:16:3e:00:00:10", vlanTag: 102))
            Assert.Equal("10.2.0.50", client.Lease()["ip"]);
        cause.Dispose();
        world.Run("Get-DhcpNetwork | Disable-NetworkDhcp -Force");
        Assert.Empty(world.Leftovers());
    }

    private static IEnumerable<string> Names() => Enumerable.Range(1, Networks).Select(i => $"net{i}").Order(StringComparer.Ordinal);

    private static Cause Break(ModuleWorld world, string what, string network = Broken)
    {
        string id = world.IdOf(network), name = $"qdhcp-{id}";
        switch (what)
        {
            case "a device of the tap's name":
                string tap = (string)world.RunSingle($"(New-DhcpPort {network}).TapName").BaseObject;
                Programs.Run("ip", "tuntap", "add", tap, "mode", "tap");
                return new(() => Programs.Run("ip", "link", "del", tap));
            case "a device in the namespace":
                if (NetworkNamespace.GetState(name) == NamespaceState.Missing)
                    Programs.Run("ip", "netns", "add", name);
                Programs.Run("ip", "-n", name, "tuntap", "add", "foreign0", "mode", "tap");
                return new(() => Programs.Run("ip", "-n", name, "link", "del", "foreign0"));
            case "a program in the namespace":
                return Occupy(name);
            case "a socket on the DHCP port":
                world.Run($"New-DhcpPort {network} | Add-OvsTap | New-NetNamespace");
                return new(NetworkNamespace.Run(name, () => new UdpClient(67)).Dispose);
            case "a directory in a file's place":
                DirectoryInfo directory = Directory.CreateDirectory($"{world.StateDirectory}/dhcp/{id}/host");
                return new(directory.Delete);
            case "the network is down":
                world.Run($"Set-DhcpNetwork {network} -AdminStateUp $false");
                return new(() => world.Run($"Set-DhcpNetwork {network} -AdminStateUp $true"));
            case "no subnet is served":
                world.Run($"Get-DhcpSubnet {network} | Set-DhcpSubnet -EnableDhcp $false");
                return new(() => world.Run($"Get-DhcpSubnet {network} | Set-DhcpSubnet -EnableDhcp $true"));
            default:
                throw new ArgumentException(what, nameof(what));
        }
    }

    private static Cause Occupy(string name)
    {
        Process process = Programs.Start("ip", "netns", "exec", name, "sleep", "600");
        // It is in the namespace by the time that it is no longer ip(8).
        while (File.ReadAllText($"/proc/{process.Id}/comm") != "sleep\n")
            Thread.Sleep(5);
        return new(() =>
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        });
    }

    /// <summary>What is in a network's way; disposing of it removes it, once.</summary>
    private sealed class Cause(Action mend) : IDisposable
    {
        private Action? _mend = mend;

        public void Dispose() => Interlocked.Exchange(ref _mend, null)?.Invoke();
    }
}
