using DhcpNet.Linux;

namespace DhcpNet.Tests.Linux;

public class PrivilegesTests
{
    [Theory]
    [InlineData("CapEff:\t000001ffffffffff", true)]
    [InlineData("CapEff:\t0000000000201000", true)]
    [InlineData("CapEff:\t0000000000200000", false)]
    [InlineData("CapEff:\t0000000000001000", false)]
    [InlineData("CapEff:\t0000000000000000", false)]
    [InlineData("CapEff:\tnonsense", false)]
    [InlineData("", false)]
    public void Both_capabilities_must_be_in_effect(string line, bool expected) =>
        Assert.Equal(expected, Privileges.HasCapabilitiesIn($"Name:\tx\nCapPrm:\t000001ffffffffff\n{line}\nCapBnd:\t000001ffffffffff\n"));
}
