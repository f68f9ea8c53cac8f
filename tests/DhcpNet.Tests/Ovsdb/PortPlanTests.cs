using DhcpNet.Ovsdb;

namespace DhcpNet.Tests.Ovsdb;

public class PortPlanTests
{
    private static readonly OvsPortRequest Asked = new()
    {
        Name = "tapA",
        VlanTag = 7,
        MtuRequest = 1400,
        ExternalIds = new Dictionary<string, string> { ["iface-id"] = "port", ["attached-mac"] = "m" },
    };

    private static readonly OvsPort There = new()
    {
        Uuid = Guid.NewGuid(),
        InterfaceUuid = Guid.NewGuid(),
        Name = "tapA",
        InterfaceName = "tapA",
        Bridge = "br-int",
        VlanTag = 7,
        InterfaceType = "internal",
        OfPort = 3,
        MtuRequest = 1400,
        ExternalIds = new Dictionary<string, string> { ["iface-id"] = "port", ["attached-mac"] = "m", ["theirs"] = "x" },
        PortExternalIds = new Dictionary<string, string>(),
    };

    public static TheoryData<string, OvsPort?, OvsPortRequest> Cases => new()
    {
        { nameof(PortStep.Add), null, Asked },
        { nameof(PortStep.None), There, Asked },
        { nameof(PortStep.None), There with { VlanTag = null, MtuRequest = 9000 }, Asked with { VlanTag = null, MtuRequest = null } },
        { nameof(PortStep.Wait), There with { OfPort = null }, Asked },
        { nameof(PortStep.Update), There with { VlanTag = null }, Asked },
        { nameof(PortStep.Update), There with { MtuRequest = 1500 }, Asked },
        { nameof(PortStep.Update), There, Asked with { PortExternalIds = new Dictionary<string, string> { ["a"] = "b" } } },
        { nameof(PortStep.Update), There with { OfPort = null, VlanTag = 1 }, Asked },
        { nameof(PortStep.Replace), There with { OfPort = -1 }, Asked },
        { nameof(PortStep.Replace), There with { Error = "could not open" }, Asked },
        { nameof(PortStep.Replace), There with { Bridge = "br-ex" }, Asked },
        { nameof(PortStep.Replace), There with { InterfaceType = "" }, Asked },
        { nameof(PortStep.Replace), There with { InterfaceCount = 2 }, Asked },
        { nameof(PortStep.Replace), There with { InterfaceName = "other" }, Asked },
        { nameof(PortStep.Fail), There with { ExternalIds = new Dictionary<string, string>() }, Asked },
        { nameof(PortStep.Fail), There with { ExternalIds = new Dictionary<string, string> { ["iface-id"] = "other" } }, Asked },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_is_there_decides(string step, object? existing, object request)
        => Assert.Equal(step, PortPlan.Decide("br-int", (OvsPortRequest)request, (OvsPort?)existing, null).Step.ToString());

    [Fact]
    public void An_interface_of_another_port_is_in_the_way()
    {
        PortPlan plan = PortPlan.Decide("br-int", Asked, null, "bond0");
        Assert.Equal((PortStep.Fail, true), (plan.Step, plan.Error!.Contains("'bond0'", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("tap12345678-90", true)]
    [InlineData("fifteen-bytes-x", true)]
    [InlineData("sixteen-bytes-xx", false)]
    [InlineData("fünfzehn-bytes-", false)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData("a/b", false)]
    [InlineData("a b", false)]
    [InlineData("a\tb", false)]
    [InlineData("a\u00a0b", false)]
    [InlineData("a\0b", false)]
    public void Names_are_checked(string name, bool isFit) => Assert.Equal(isFit, PortPlan.FindFault(Asked with { Name = name }) is null);
}
