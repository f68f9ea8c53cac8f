using System.Management.Automation;

namespace DhcpNet.SystemTests.Module;

/// <summary>What the cmdlets take for a network, a subnet or a reservation: names, ids, objects of this module and anybody's.</summary>
public sealed class ConventionsBindingTests : IDisposable
{
    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("dhcpnet-binding-");
    private readonly PowerShellSession _session;

    public ConventionsBindingTests()
    {
        _session = PowerShellSession.Create(_state.FullName);
        _session.Require("""
            Set-StrictMode -Version Latest
            $blue = New-DhcpNetwork blue -Subnet 10.20.0.0/24
            $www = New-DhcpReservation blue fa:16:3e:00:00:02 -IPAddress 10.20.0.50 -HostName www
            """);
    }

    public void Dispose()
    {
        _session.Dispose();
        _state.Delete(recursive: true);
    }

    [Theory]
    [InlineData("'blue'")]
    [InlineData("'BLUE'")]
    [InlineData("$blue")]
    [InlineData("$blue.Id")]
    [InlineData("\"$($blue.Id)\"")]
    [InlineData("$blue.Subnets[0]")]
    [InlineData("$www")]
    [InlineData("[pscustomobject] @{ Name = 'blue' }")]
    [InlineData("[pscustomobject] @{ Id = $blue.Id }")]
    [InlineData("[pscustomobject] @{ Id = \"$($blue.Id)\"; Name = 'is not asked for' }")]
    [InlineData("[pscustomobject] @{ NetworkId = $blue.Id; Id = [guid]::NewGuid() }")]
    [InlineData("[pscustomobject] @{ Network = 'blue'; Name = 'a subnet''s, say' }")]
    [InlineData("[pscustomobject] @{ Network = [pscustomobject] @{ Name = 'blue' } }")]
    [InlineData("[pscustomobject] @{ Network = $blue }")]
    public void A_network_is_what_tells_its_name_or_id(string network)
    {
        Assert.Equal("blue", Single($"{network} | Get-DhcpSubnet").Properties["NetworkName"].Value);
        Assert.Equal("blue", Single($"Get-DhcpSubnet -Network ({network})").Properties["NetworkName"].Value);
        Assert.Equal("blue", Single($"{network} | New-DhcpPort").Properties["NetworkName"].Value);
    }

    [Theory]
    [InlineData("100")]
    [InlineData("0010")]
    [InlineData("0x1f")]
    [InlineData("1e3")]
    [InlineData("12345678901234567890")]
    public void A_name_of_digits_is_a_name_as_it_was_typed(string name)
    {
        _session.Require($"$null = New-DhcpNetwork {name} -Subnet 10.30.0.0/24");

        Assert.Equal(name, Single($"Get-DhcpNetwork {name}").Properties["Name"].Value);
        Assert.Equal(name, Single($"Get-DhcpSubnet {name}").Properties["NetworkName"].Value);
        Assert.Equal(name, Single($"New-DhcpReservation {name} fa:16:3e:00:00:03").Properties["NetworkName"].Value);
    }

    [Theory]
    [InlineData("525400000012")]
    [InlineData("005254000012")]
    [InlineData("525400e00012")]
    public void A_MAC_address_that_looks_like_a_number_is_read_as_it_was_typed(string mac)
    {
        _session.Require($"$null = New-DhcpReservation blue {mac} -HostName db");

        Assert.Equal("db2", Single($"Set-DhcpReservation {mac} -HostName db2").Properties["DnsName"].Value);
    }

    [Fact]
    public void A_number_in_an_object_is_a_name()
    {
        _session.Require("$null = New-DhcpNetwork 100 -Subnet 10.30.0.0/24");

        Assert.Equal("100", Single("[pscustomobject] @{ Network = 100 } | Get-DhcpSubnet").Properties["NetworkName"].Value);
        Assert.Equal("100", Single("[pscustomobject] @{ Name = 100L } | Get-DhcpSubnet").Properties["NetworkName"].Value);
    }

    [Theory]
    [InlineData("'red'", "NetworkNotFound")]
    [InlineData("[guid]::Empty", "NetworkNotFound")]
    [InlineData("[pscustomobject] @{ Colour = 'blue' }", "ParameterArgumentTransformationError")]
    [InlineData("''", "ParameterArgumentTransformationError")]
    [InlineData("42.5", "NetworkNotFound")]
    [InlineData("$true", "ParameterArgumentTransformationError")]
    public void What_tells_no_network_is_an_error(string network, string id)
    {
        Assert.StartsWith(id, Assert.Single(_session.Invoke($"{network} | New-DhcpPort").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(_session.Require("Get-DhcpPort"));
    }

    [Fact]
    public void One_bad_network_in_a_pipeline_does_not_stop_the_others()
    {
        PowerShellSession.Result result = _session.Invoke("'red', 'blue', [pscustomobject] @{ Colour = 'green' }, $blue.Id | Get-DhcpSubnet");
        Assert.Equal(2, result.Output.Count);
        Assert.Equal(2, result.Errors.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Objects_that_come_back_from_another_process_are_taken(int depth)
    {
        // What jobs and remoting do to objects.
        _session.Require("function Round-Trip { process { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_, $args[0])) } }");
        _session.Require($"$port = $blue | Round-Trip {depth} | New-DhcpPort");
        Assert.Equal("blue", Single("$port.NetworkName").BaseObject);
        Assert.Equal("blue", Single($"$port | Round-Trip {depth} | Get-DhcpSubnet").Properties["NetworkName"].Value);
        Assert.Single(_session.Require($"Get-DhcpSubnet blue | Round-Trip {depth} | Set-DhcpSubnet -DnsServer 10.20.0.53"));
        Assert.Equal("web", Single($"$www | Round-Trip {depth} | Set-DhcpReservation -HostName web").Properties["DnsName"].Value);
        Assert.Empty(_session.Require($"$www | Round-Trip {depth} | Remove-DhcpReservation -Force; Get-DhcpReservation"));
        Assert.Empty(_session.Require($"$port | Round-Trip {depth} | Remove-DhcpPort -Force; Get-DhcpPort"));
        Assert.Empty(_session.Require($"$blue | Round-Trip {depth} | Remove-DhcpNetwork -Force; Get-DhcpNetwork"));
    }

    // Rows as Import-Csv makes them: texts only, blank where there is nothing.
    [Fact]
    public void A_table_of_networks_is_made()
    {
        _session.Require("""
            [pscustomobject] @{ Name = 'n1'; Id = ''; Subnet = '10.31.0.0/24'; VlanTag = ''; Mtu = ''; ProjectId = '' },
            [pscustomobject] @{ Name = 'n2'; Id = '6c8a7c1e-8f1c-4b53-9f3e-0a2f64f5a001'; Subnet = ''; VlanTag = '12'; Mtu = '1400'; ProjectId = 'p' } | New-DhcpNetwork
            """);
        PSObject first = Single("Get-DhcpNetwork n1");
        Assert.Null(first.Properties["VlanTag"].Value);
        Assert.Equal("10.31.0.0/24", Single("\"$((Get-DhcpNetwork n1).Subnets)\"").BaseObject);
        PSObject second = Single("Get-DhcpNetwork -Id 6c8a7c1e-8f1c-4b53-9f3e-0a2f64f5a001");
        Assert.Equal(12, second.Properties["VlanTag"].Value);
        Assert.Equal(1400, second.Properties["Mtu"].Value);
    }

    [Fact]
    public void A_table_of_subnets_is_made()
    {
        _session.Require("""
            [pscustomobject] @{ Network = 'blue'; Cidr = '10.21.0.0/24'; Gateway = ''; DnsServer = ''; AllocationPool = ''; HostRoute = ''; Ipv6AddressMode = ''; Ipv6RaMode = ''; NoGateway = ''; DisableDhcp = '' },
            [pscustomobject] @{ Network = 'blue'; Cidr = '10.22.0.0/24'; Gateway = ''; DnsServer = '10.22.0.9'; AllocationPool = '10.22.0.10-10.22.0.20'; HostRoute = ''; Ipv6AddressMode = $null; Ipv6RaMode = $null; NoGateway = 'True'; DisableDhcp = 'False' },
            [pscustomobject] @{ Network = 'blue'; Cidr = '10.23.0.0/24'; Gateway = '10.23.0.254'; DnsServer = ''; AllocationPool = ''; HostRoute = ''; Ipv6AddressMode = ''; Ipv6RaMode = ''; NoGateway = 'False'; DisableDhcp = 'True' } | New-DhcpSubnet
            """);
        string[] made = [.. _session.Require("Get-DhcpSubnet blue 10.2[123]* | ForEach-Object { \"$($_.Cidr) $($_.GatewayIp) $($_.AllocationPools) $($_.EnableDhcp)\" }").Select(o => o.ToString())];
        Assert.Equal(["10.21.0.0/24 10.21.0.1 10.21.0.2-10.21.0.254 True", "10.22.0.0/24  10.22.0.10-10.22.0.20 True", "10.23.0.0/24 10.23.0.254 10.23.0.1-10.23.0.253 False"], made);
    }

    [Fact]
    public void A_table_of_reservations_is_made()
    {
        _session.Require("""
            [pscustomobject] @{ Network = 'blue'; MacAddress = 'fa:16:3e:00:01:01'; IPAddress = '10.20.0.9'; HostName = 'db'; ClientId = '' },
            [pscustomobject] @{ Network = 'blue'; MacAddress = 'FA-16-3E-00-01-02'; IPAddress = ''; HostName = ''; ClientId = 'id2' } | New-DhcpReservation
            """);
        Assert.Equal("10.20.0.9", Single("\"$((Get-DhcpReservation -HostName db).FixedIps)\"").BaseObject);
        Assert.Equal("client-id=id2", Single("\"$((Get-DhcpReservation -MacAddress *:02 -IPAddress 10.20.0.2).ExtraDhcpOpts)\"").BaseObject);
    }

    [Theory]
    [InlineData("$www")]
    [InlineData("$www.Id")]
    [InlineData("$www.MacAddress")]
    [InlineData("'fa:16:3e:00:00:02'")]
    [InlineData("'FA-16-3E-00-00-02'")]
    [InlineData("'www'")]
    [InlineData("[pscustomobject] @{ MacAddress = 'fa:16:3e:00:00:02' }")]
    [InlineData("[pscustomobject] @{ Id = \"$($www.Id)\" }")]
    public void A_reservation_is_what_tells_its_id_MAC_address_or_host_name(string reservation) =>
        Assert.Equal("web", Single($"{reservation} | Set-DhcpReservation -HostName web").Properties["DnsName"].Value);

    [Theory]
    [InlineData("Get-DhcpSubnet ", "blue", "'red two'")]
    [InlineData("Get-DhcpSubnet -Network b", "blue")]
    [InlineData("New-DhcpPort RE", "'red two'")]
    [InlineData("New-DhcpPort 'red", "'red two'")]
    [InlineData("Get-DhcpNetwork -Name r", "'red two'")]
    [InlineData("Remove-DhcpSubnet 10", "10.20.0.0/24", "10.21.0.0/24")]
    [InlineData("Remove-DhcpReservation fa:16:3e:00", "fa:16:3e:00:00:02")]
    [InlineData("Set-DhcpReservation -Reservation ", "fa:16:3e:00:00:02", "www")]
    [InlineData("Set-DhcpReservation w", "www")]
    [InlineData("Get-DhcpReservation -HostName ", "www")]
    [InlineData("Get-DhcpReservation -IPAddress ", "10.20.0.50")]
    [InlineData("Get-DhcpReservation blue ", "fa:16:3e:00:00:02")]
    [InlineData("Get-DhcpSubnet red* ", "10.21.0.0/24")]
    [InlineData("Get-DhcpSubnet 'red two', blue 10.2", "10.20.0.0/24", "10.21.0.0/24")]
    [InlineData("Remove-DhcpSubnet -Network blue -Subnet ", "10.20.0.0/24")]
    [InlineData("New-DhcpSubnet blue fd00::/64 -Ipv6AddressMode dhcpv6", "dhcpv6-stateful", "dhcpv6-stateless")]
    public void Names_complete(string line, params string[] offered)
    {
        _session.Require("$null = New-DhcpNetwork 'red two' -Subnet 10.21.0.0/24");
        Assert.Equal(offered, _session.Complete(line));
    }

    [Fact]
    public void What_would_be_a_parameter_is_completed_in_quotes()
    {
        _session.Require("$null = New-DhcpNetwork '-odd'");
        Assert.Equal(["'-odd'", "blue"], _session.Complete("Get-DhcpNetwork "));
    }

    [Fact]
    public void Nothing_is_offered_where_nothing_can_be_had()
    {
        _session.Require("$null = Set-DhcpConfiguration -StatePath /proc/none -Ovsdb unix:/nowhere.sock");
        Assert.DoesNotContain("blue", _session.Complete("New-DhcpPort b"));
        Assert.DoesNotContain(_session.Complete("Remove-OvsTap tap"), c => c.StartsWith("tap", StringComparison.Ordinal));
    }

    private PSObject Single(string script) => Assert.Single(_session.Require(script));
}
