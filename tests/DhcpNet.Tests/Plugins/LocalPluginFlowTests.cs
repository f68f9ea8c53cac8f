using System.Net;
using DhcpNet.Plugins;

namespace DhcpNet.Tests.Plugins;

public class LocalPluginFlowTests
{
    private static CancellationToken Token => TestStore.Token;

    [Fact]
    public async Task A_network_with_a_subnet_a_reservation_and_a_DHCP_port_is_read_back_whole()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Network network = await store.AddNetworkAsync("lab", "10.0.0.0/24");
        Subnet subnet = Assert.Single(network.Subnets);
        string device = DhcpDeviceId.For(TestStore.HostName, network.Id);

        Port? dhcp = await store.Plugin.CreateDhcpPortAsync(new DhcpPortRequest(network.Id, device, [new FixedIpRequest(subnet.Id)]), Token);
        (Port client, bool created) = await store.Plugin.CreateReservationAsync(network.Id, new ReservationSpec
        {
            MacAddress = MacAddress.Parse("fa:16:3e:00:00:02"),
            HostName = "vm1",
            Options = [new ExtraDhcpOption("bootfile-name", "pxe.0")],
        }, Token);
        Network read = Assert.Single(await store.Plugin.GetActiveNetworksInfoAsync(Token));

        Assert.True(created);
        Assert.NotNull(dhcp);
        Assert.Equal(IPAddress.Parse("10.0.0.1"), subnet.GatewayIp);
        Assert.Equal("10.0.0.2-10.0.0.254", Assert.Single(subnet.AllocationPools).ToString());
        Assert.Equal("lab", subnet.NetworkName);
        Assert.Equal([IPAddress.Parse("10.0.0.2")], dhcp.FixedIps.Select(ip => ip.IpAddress));
        Assert.Equal(("ACTIVE", DeviceOwners.Dhcp, device), (dhcp.Status, dhcp.DeviceOwner, dhcp.DeviceId));
        Assert.StartsWith("fa:16:3e:", dhcp.MacAddress.ToString(), StringComparison.Ordinal);
        Assert.Equal([new DnsAssignment("vm1", "vm1.openstacklocal.", IPAddress.Parse("10.0.0.3"))], client.DnsAssignment);
        Assert.Equal([dhcp.Id, client.Id], read.Ports.Select(port => port.Id));
        Assert.Equal([new ExtraDhcpOption("bootfile-name", "pxe.0")], read.Ports[1].ExtraDhcpOpts);
        Assert.True(await store.Plugin.ReleaseDhcpPortAsync(network.Id, device, Token));
        Assert.False(await store.Plugin.ReleaseDhcpPortAsync(network.Id, device, Token));
        Assert.Null(await store.Plugin.GetDhcpPortAsync(dhcp.Id, Token));
    }
}
