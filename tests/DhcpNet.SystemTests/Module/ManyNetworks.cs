using System.Management.Automation;

namespace DhcpNet.SystemTests.Module;

/// <summary>Many networks of a world, and how they stand.</summary>
internal static class ManyNetworks
{
    /// <summary>Makes net1, net2, … with the subnets 10.1.0.0/24, 10.2.0.0/24, … on VLANs 101, 102, ….</summary>
    public static void MakeNetworks(this ModuleWorld world, int count) =>
        world.Run($"foreach ($i in 1..{count}) {{ New-DhcpNetwork \"net$i\" -Subnet \"10.$i.0.0/24\" -VlanTag (100 + $i) }}");

    /// <summary>The id of a network.</summary>
    public static string IdOf(this ModuleWorld world, string network) => $"{world.RunSingle($"(Get-DhcpNetwork {network}).Id")}";

    /// <summary>Those whose service is as it is to be.</summary>
    public static IReadOnlyList<PSObject> Whole(this ModuleWorld world) => [.. world.Run("Get-NetworkDhcp").Where(s => $"{s.Properties["State"].Value}" == "Enabled")];

    /// <summary>What there is of networks' DHCP that is not of a whole service, a line a thing; empty when each network has all of it or nothing.</summary>
    public static IReadOnlyList<string> Halves(this ModuleWorld world)
    {
        HashSet<string> whole = [.. world.Whole().SelectMany(s => PartsOf(world, s))];
        IReadOnlyList<string> present = world.Leftovers();
        return [.. present.Where(p => !whole.Contains(p)), .. whole.Except(present).Select(p => $"no {p}")];
    }

    /// <summary>Shows that all networks are served, each by one dnsmasq, and that there is nothing else.</summary>
    public static void RequireAllWhole(this ModuleWorld world, int count)
    {
        IReadOnlyList<PSObject> states = world.Run("Get-NetworkDhcp");
        string[] wrong = [.. states.Where(s => $"{s.Properties["State"].Value}" != "Enabled").Select(s => $"{s} {s.Properties["State"].Value}: {string.Join("; ", (IEnumerable<string>)s.Properties["Problems"].Value)}")];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
        Assert.Equal(count, states.Count);
        Assert.Empty(world.Halves());
    }

    // As ModuleWorld.Leftovers tells them.
    private static string[] PartsOf(ModuleWorld world, PSObject state) =>
    [
        $"namespace {state.Properties["Namespace"].Value}",
        $"port {state.Properties["TapName"].Value}",
        $"process {state.Properties["ProcessId"].Value}",
        $"file {Path.Combine(world.StateDirectory, "dhcp", $"{state.Properties["Id"].Value}")}",
        $"port {state.Properties["Port"].Value} in the plugin",
    ];
}
