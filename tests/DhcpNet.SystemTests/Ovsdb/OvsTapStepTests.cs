using DhcpNet.Ovsdb;
using DhcpNet.Setup;

namespace DhcpNet.SystemTests.Ovsdb;

/// <summary>The tag of a new tap: the network's, or somebody else's to choose.</summary>
public sealed class OvsTapStepTests : IAsyncLifetime
{
    private readonly DhcpConfiguration _configuration = new() { HostName = "host" };
    private OvsInstance _ovs = null!;
    private OvsSwitch _switch = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Program.IsRoot, "ovs-vswitchd needs root to make devices.");
        _ovs = await OvsInstance.StartAsync();
        _switch = await OvsSwitch.ConnectAsync(_ovs.Endpoint, null, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_ovs is null)
            return;
        await _switch.DisposeAsync();
        await _ovs.DisposeAsync();
    }

    [Theory]
    [InlineData(true, "[],[],[]")]
    [InlineData(false, "4095,trunk,[4095]")]
    public async Task A_tap_whose_tag_is_somebody_elses_to_choose_is_dead_until_then(bool ownsVlanTags, string expected)
    {
        Network network = new() { Id = Guid.NewGuid(), Name = "blue" };
        Port port = new()
        {
            Id = Guid.NewGuid(),
            NetworkId = network.Id,
            Network = network,
            MacAddress = MacAddress.Parse("fa:16:3e:00:00:02", null),
            DeviceOwner = DeviceOwners.Dhcp,
            DeviceId = DhcpDeviceId.For(_configuration.HostName, DhcpServiceId.Of(network)),
        };
        OvsTapStep step = new(_switch, _configuration, ownsVlanTags);

        (OvsTap? tap, DhcpNetException? error) = Assert.Single(await step.EnsureAsync([port], bridge: null, vlanTag: null, Cancel));

        Assert.Null(error);
        Assert.Equal(expected, string.Join(',', _ovs.Vsctl("get", "port", tap!.Name, "tag", "vlan_mode", "trunks").Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        await step.RemoveAsync([tap.Name], Cancel);
    }
}
