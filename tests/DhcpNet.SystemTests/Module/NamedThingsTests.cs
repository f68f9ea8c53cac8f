using System.Management.Automation;

namespace DhcpNet.SystemTests.Module;

/// <summary>What is named and not there is an error, what a pattern does not find is none, and neither is what an object has not got.</summary>
public sealed class NamedThingsTests : IDisposable
{
    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("dhcpnet-named-");
    private readonly PowerShellSession _session;

    public NamedThingsTests()
    {
        _session = PowerShellSession.Create(_state.FullName);
        _session.Require("""
            $null = New-DhcpNetwork blue -Subnet 10.20.0.0/24, fd00:20::/64
            $null = New-DhcpReservation blue fa:16:3e:20:00:10 10.20.0.50, fd00:20::50 -HostName web1
            $null = New-DhcpReservation blue fa:16:3e:20:00:11 -HostName web2
            $null = New-DhcpNetwork green -Subnet 10.30.0.0/24
            $null = New-DhcpNetwork red
            """);
    }

    public void Dispose()
    {
        _session.Dispose();
        _state.Delete(recursive: true);
    }

    [Theory]
    [InlineData("Get-DhcpSubnet -Subnet 10.99.0.0/24", "SubnetNotFound", "10.99.0.0/24")]
    [InlineData("Get-DhcpSubnet blue 10.30.0.0/24", "SubnetNotFound", "10.30.0.0/24")]
    [InlineData("Get-DhcpSubnet -Subnet 00000000-0000-4000-8000-000000000000", "SubnetNotFound", "00000000-0000-4000-8000-000000000000")]
    [InlineData("Get-DhcpNetwork | Get-DhcpSubnet -Subnet office", "SubnetNotFound", "office")]
    [InlineData("Get-DhcpReservation -HostName nobody", "ReservationNotFound", "nobody")]
    [InlineData("Get-DhcpReservation -IPAddress 10.20.0.99", "ReservationNotFound", "10.20.0.99")]
    [InlineData("Get-DhcpReservation green fa-16-3e-20-00-10", "ReservationNotFound", "fa-16-3e-20-00-10")]
    [InlineData("Get-DhcpLease blue 10.20.0.99", "LeaseNotFound", "10.20.0.99")]
    [InlineData("Get-DhcpLease -HostName nobody", "LeaseNotFound", "nobody")]
    [InlineData("Get-DhcpLease -MacAddress fa:16:3e:20:00:99", "LeaseNotFound", "fa:16:3e:20:00:99")]
    public void What_is_named_and_not_there_is_an_error(string command, string errorId, string name)
    {
        PowerShellSession.Result result = _session.Invoke(command);

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith($"{errorId},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Equal(name, error.TargetObject);
        Assert.Contains($"'{name}'", error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("Get-DhcpSubnet -Subnet 10.99.*")]
    [InlineData("Get-DhcpSubnet red")]
    [InlineData("Get-DhcpNetwork red | Get-DhcpSubnet")]
    [InlineData("Get-DhcpNetwork nowhere* | Get-DhcpSubnet -Subnet office")]
    [InlineData("Get-DhcpReservation -HostName nobod?")]
    [InlineData("Get-DhcpReservation red")]
    [InlineData("Get-DhcpReservation -MacAddress fa:16:3e:20:00:10 -HostName web2")]
    [InlineData("Get-DhcpLease -IPAddress 10.20.0.9*")]
    [InlineData("Get-DhcpLease")]
    public void What_nobody_named_may_be_missing(string command) => Assert.Empty(_session.Require(command));

    [Fact]
    public void What_is_there_is_found_however_it_is_written()
    {
        Assert.Equal("web1", Single("Get-DhcpReservation -MacAddress FA-16-3E-20-00-10"));
        Assert.Equal("web1", Single("Get-DhcpReservation -MacAddress fa163e200010"));
        Assert.Equal("web1", Single("Get-DhcpReservation -MacAddress *-10"));
        Assert.Equal("web1", Single("Get-DhcpReservation -IPAddress FD00:20:0::50"));
        Assert.Equal("fd00:20::/64", $"{Assert.Single(_session.Require("Get-DhcpSubnet -Subnet FD00:20:0:0::/64"))}");

        string Single(string command) => $"{Assert.Single(_session.Require(command)).Properties["DnsName"].Value}";
    }

    [Fact]
    public void What_is_on_one_of_the_networks_is_there()
    {
        Assert.Equal("blue", $"{Assert.Single(_session.Require("Get-DhcpNetwork | Get-DhcpSubnet -Subnet 10.20.0.0/24")).Properties["NetworkName"].Value}");
        PowerShellSession.Result result = _session.Invoke("Get-DhcpReservation blue, green -HostName web1, nobody, web2, no*");
        Assert.Equal(2, result.Output.Count);
        Assert.Contains("'nobody' on any of the 2 networks", Assert.Single(result.Errors).Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_network_that_is_not_there_that_alone_is_said()
    {
        ErrorRecord error = Assert.Single(_session.Invoke("Get-DhcpSubnet nowhere 10.20.0.0/24").Errors);

        Assert.StartsWith("NetworkNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_not_all_could_be_looked_at_nothing_is_said_to_be_missing()
    {
        _session.Require("$null = New-DhcpNetwork Lab; $null = New-DhcpNetwork LAB");

        ErrorRecord error = Assert.Single(_session.Invoke("'green', 'lab' | Get-DhcpSubnet -Subnet office").Errors);

        Assert.StartsWith("NetworkAmbiguous,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-OvsTap tap00000000-00", "TapNotFound", "tap00000000-00")]
    [InlineData("'tap00000000-00' | Get-OvsTap", "TapNotFound", "tap00000000-00")]
    [InlineData("Get-OvsTap vm1", "TapNotFound", "vm1")]
    [InlineData("Get-OvsTap (Get-DhcpPort blue).TapName -Bridge br-two", "TapNotFound", null)]
    [InlineData("Get-OvsTap -Bridge br-none", "BridgeNotFound", "br-none")]
    [InlineData("Get-NetNamespace vm9", "NamespaceNotFound", "vm9")]
    [InlineData("'vm9' | Get-NetNamespace", "NamespaceNotFound", "vm9")]
    public async Task A_tap_bridge_or_namespace_that_is_named_and_not_there_is_an_error(string command, string errorId, string? name)
    {
        await using ModuleWorld world = await StartAsync();

        PowerShellSession.Result result = world.PowerShell.Invoke(command);

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith($"{errorId},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Equal(name ?? $"{world.RunSingle("(Get-DhcpPort blue).TapName")}", error.TargetObject);
        Assert.Contains($"'{error.TargetObject}'", error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Objects_find_their_taps_and_namespaces_where_there_are_any()
    {
        await using ModuleWorld world = await StartAsync();

        Assert.Equal("blue", $"{world.RunSingle("(Get-DhcpPort | Get-OvsTap).Network")}");
        Assert.Equal("blue", $"{world.RunSingle("(Get-DhcpNetwork | Get-NetNamespace).Network")}");
        Assert.Empty(world.Run("Get-DhcpPort green | Get-OvsTap; Get-DhcpNetwork green | Get-NetNamespace; Get-OvsTap tap0000*; Get-NetNamespace vm*"));
    }

    // blue has all that a network can have, green a port alone.
    private static async Task<ModuleWorld> StartAsync()
    {
        ModuleWorld world = await ModuleWorld.StartAsync();
        world.Ovs.Vsctl("add-br", "br-two", "--", "set", "bridge", "br-two", "datapath_type=netdev");
        world.Run("New-DhcpNetwork blue -Subnet 10.20.0.0/24; New-DhcpNetwork green -Subnet 10.30.0.0/24; Get-DhcpNetwork | New-DhcpPort; Get-DhcpPort blue | Add-OvsTap | New-NetNamespace");
        return world;
    }
}
