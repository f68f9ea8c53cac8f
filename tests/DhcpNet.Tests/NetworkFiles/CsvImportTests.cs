using System.Net;
using DhcpNet.NetworkFiles;

namespace DhcpNet.Tests.NetworkFiles;

/// <summary>Networks are made of CSV files.</summary>
public class CsvImportTests
{
    [Fact]
    public async Task A_row_of_a_name_and_a_prefix_is_a_network_with_Neutrons_defaults()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();
        Network made = await world.Store.AddNetworkAsync("made", "10.0.0.0/24");

        await world.RequireAsync("nets.csv", "name,cidr\nblue,10.0.0.0/24\n");

        Network blue = await world.SingleAsync("blue");
        Assert.Equal((made.Mtu, made.VlanTag, made.ProjectId, made.AdminStateUp), (blue.Mtu, blue.VlanTag, blue.ProjectId, blue.AdminStateUp));
        Subnet expected = made.Subnets[0], subnet = blue.Subnets[0];
        Assert.Equal((expected.Name, expected.GatewayIp, expected.EnableDhcp), (subnet.Name, subnet.GatewayIp, subnet.EnableDhcp));
        Assert.Equal(expected.AllocationPools, subnet.AllocationPools);
    }

    [Fact]
    public async Task Every_column_is_kept_whatever_the_order_and_the_case_of_their_names()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();

        await world.RequireAsync("nets.csv", """
            ROUTES,Pools,dns,Subnet Name,VlanTag,Name,CIDR,gateway,mtu,project_id,Admin-State-Up,enable_dhcp,ipv6_address_mode,ipv6_ra_mode
            "10.99.0.0/16,10.0.0.254;10.98.0.0/16 via 10.0.0.253","10.0.0.10 - 10.0.0.20;10.0.0.30-10.0.0.40",10.0.0.53 9.9.9.9,front,20,blue,10.0.0.0/24,10.0.0.1,1400,p1,no,yes,,
            ,,,,,blue,fd00::/64,,,,,,slaac,slaac
            ,none,,,,blue,10.1.0.0/24,none,,,,false,,
            """);

        Network blue = await world.SingleAsync("blue");
        Assert.Equal((20, 1400, "p1", false), (blue.VlanTag, blue.Mtu, blue.ProjectId, blue.AdminStateUp));
        Subnet front = blue.Subnets[0], back = blue.Subnets[2];
        Assert.Equal(("front", IPAddress.Parse("10.0.0.1"), true), (front.Name, front.GatewayIp, front.EnableDhcp));
        Assert.Equal("10.0.0.10-10.0.0.20 10.0.0.30-10.0.0.40", string.Join(' ', front.AllocationPools));
        Assert.Equal("10.0.0.53 9.9.9.9", string.Join(' ', front.DnsNameservers));
        Assert.Equal("10.99.0.0/16 via 10.0.0.254 10.98.0.0/16 via 10.0.0.253", string.Join(' ', front.HostRoutes));
        Assert.Equal((Ipv6Mode.Slaac, Ipv6Mode.Slaac), (blue.Subnets[1].Ipv6AddressMode, blue.Subnets[1].Ipv6RaMode));
        Assert.Equal((null, false, 0), (back.GatewayIp, back.EnableDhcp, back.AllocationPools.Count));
    }

    [Fact]
    public async Task Rows_of_one_name_are_one_network_wherever_they_stand()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();

        IReadOnlyList<ImportedNetwork> made = await world.RequireAsync("nets.csv", "cidr,name,vlan\n10.0.0.0/24,blue,\n10.0.0.0/24,red,7\n10.1.0.0/24,blue,20\n,empty,\nfd00::/64,blue,20\n");

        Assert.Equal(["blue", "red", "empty"], made.Select(n => n.Name));
        Network blue = await world.SingleAsync("blue");
        Assert.Equal(20, blue.VlanTag);
        Assert.Equal("10.0.0.0/24 10.1.0.0/24 fd00::/64", string.Join(' ', blue.Subnets));
        Assert.Empty((await world.SingleAsync("empty")).Subnets);
    }

    [Fact]
    public async Task A_pipe_that_can_be_read_once_only_is_read_too()
    {
        using var pipe = new OneWayStream("name,cidr\nblue,10.0.0.0/24\nred,10.0.0.0/24\nblue,10.1.0.0/24\n"u8.ToArray());

        Assert.Equal(["blue 2", "red 1"], new CsvNetworkReader("pipe").Read(pipe).Select(d => $"{d.Network.Name} {d.Network.Subnets.Count}"));
    }

    [Theory]
    [InlineData("name,cidr\na,10.0.0.0/33", "CidrMalformed nets.csv:2 (cidr): '10.0.0.0/33' is not a subnet prefix")]
    [InlineData("name,cidr\na,10.0.0.5/24", "CidrHostBits nets.csv:2 (cidr): ")]
    [InlineData("name,cidr\na,127.0.0.0/24", "CidrUnusable nets.csv:2: ")]
    [InlineData("name,cidr,gateway\na,10.0.0.0/24,10.0.0.255", "GatewayNotUsable nets.csv:2: ")]
    [InlineData("name,cidr,gateway\na,10.0.0.0/24,fd00::1", "GatewayFamily nets.csv:2: ")]
    [InlineData("name,cidr,pools\na,10.0.0.0/24,10.1.0.5-10.1.0.9", "PoolOutsideSubnet nets.csv:2: ")]
    [InlineData("name,cidr,pools\na,10.0.0.0/24,10.0.0.9-10.0.0.5", "PoolReversed nets.csv:2 (pools): ")]
    [InlineData("name,cidr,dns\na,10.0.0.0/24,9.9.9", "AddressMalformed nets.csv:2 (dns): ")]
    [InlineData("name,cidr,routes\na,10.0.0.0/24,10.0.0.0/8", "HostRouteMalformed nets.csv:2 (routes): ")]
    [InlineData("name,vlan\na,4095", "VlanOutOfRange nets.csv:2 (vlan): 4095 ")]
    [InlineData("name,vlan\na,0", "VlanOutOfRange nets.csv:2 (vlan): 0 ")]
    [InlineData("name,vlan\na,1e3", "NetworkFileInvalid nets.csv:2 (vlan): '1e3' is not a whole number.")]
    [InlineData("name,mtu\na,67", "MtuOutOfRange nets.csv:2: ")]
    [InlineData("name,cidr,mtu\na,fd00::/64,1000", "MtuOutOfRange nets.csv:2: ")]
    [InlineData("name,admin_state_up\na,maybe", "NetworkFileInvalid nets.csv:2 (admin_state_up): 'maybe' is neither true nor false.")]
    [InlineData("name,cidr,ipv6_ra_mode\na,fd00::/64,magic", "Ipv6ModeMalformed nets.csv:2 (ipv6_ra_mode): ")]
    [InlineData("name\nlab*", "NetworkNameInvalid nets.csv:2: 'lab*'")]
    [InlineData("name\n\"a\nb\"", "NetworkNameInvalid nets.csv:2: 'a\\u000ab'")]
    [InlineData("name,cidr\n,10.0.0.0/24", "NetworkFileInvalid nets.csv:2 (name): The row names no network.")]
    [InlineData("name,cidr\na", "NetworkFileInvalid nets.csv:2: The row has 1 cell, and the header names 2 columns; leave cells blank, not out.")]
    [InlineData("name,cidr\na,10.0.0.0/24,x", "NetworkFileInvalid nets.csv:2: The row has 3 cells, and the header names 2 columns; write a cell with a comma in it in double quotes.")]
    [InlineData("name,cidr,gateway\na,,10.0.0.1", "NetworkFileInvalid nets.csv:2 (gateway): The row has a gateway and no cidr to go with it.")]
    [InlineData("name,cidr\na,10.0.0.0/24\n\na,10.0.0.0/25", "SubnetOverlap nets.csv:4: The prefix 10.0.0.0/25 overlaps subnet 10.0.0.0/24 of network 'a'.")]
    [InlineData("name,cidr\na,10.0.0.0/24\na,10.0.0.0/24", "SubnetOverlap nets.csv:3: ")]
    [InlineData("name,cidr,vlan\na,10.0.0.0/24,5\na,10.1.0.0/24,6", "NetworkFileInvalid nets.csv:3 (vlan): Network 'a' has vlan 5 on line 2, and 6 here")]
    [InlineData("name,cidr\n\"a\"\"b,10.0.0.0/24", "NetworkFileInvalid nets.csv:2: A quote that opens in this record is not closed.")]
    [InlineData("", "NetworkFileInvalid nets.csv:1: The file is empty; its first line has to name the columns, of name, ")]
    [InlineData("name,cidr,CIDR\n", "NetworkFileInvalid nets.csv:1: The column 'cidr' comes twice, once as 'CIDR'; the columns that there are: name, ")]
    [InlineData("name,vlna\n", "NetworkFileInvalid nets.csv:1: There is no column 'vlna'; 'vlan' was probably meant; the columns that there are: name, ")]
    [InlineData("cidr\n10.0.0.0/24\n", "NetworkFileInvalid nets.csv:1: There is no column 'name'; the columns")]
    [InlineData("name;cidr\na;10.0.0.0/24\n", "NetworkFileInvalid nets.csv:1: 'name;cidr' is one cell, and not several; write commas")]
    [InlineData("name,,cidr\n", "NetworkFileInvalid nets.csv:1: A column has no name")]
    [InlineData("na\0me\n", "NetworkFileInvalid nets.csv:1: There is a NUL; a text file has none.")]
    public async Task What_can_not_be_is_told_with_row_and_rule(string text, string error)
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();

        NetworkImportResult result = await world.ImportAsync("nets.csv", text);

        Assert.StartsWith(error, Assert.Single(world.Lines(result)), StringComparison.Ordinal);
        Assert.Empty(result.Networks);
        Assert.Equal(0L, world.CountRows());
    }

    [Fact]
    public async Task A_file_with_only_a_header_is_no_network_and_no_error()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();
        Assert.Empty(await world.RequireAsync("nets.csv", "name,cidr\n\n"));
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_in_the_order_of_the_rows()
    {
        await using ImportWorld world = await ImportWorld.CreateAsync();

        NetworkImportResult result = await world.ImportAsync("nets.csv", "name,cidr,vlan,gateway\na,x,5000,y\nb,10.0.0.0/24,,\nc,10.0.0.0/31,,\na,10.0.0.0/24,,10.0.0.0\n");

        Assert.Equal(
            ["VlanOutOfRange nets.csv:2 (vlan)", "CidrMalformed nets.csv:2 (cidr)", "AddressMalformed nets.csv:2 (gateway)", "CidrUnusable nets.csv:4", "GatewayNotUsable nets.csv:5"],
            world.Lines(result).Select(line => line[..line.IndexOf(": ", StringComparison.Ordinal)]));
    }
}
