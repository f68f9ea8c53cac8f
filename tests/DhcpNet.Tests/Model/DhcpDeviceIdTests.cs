namespace DhcpNet.Tests.Model;

public class DhcpDeviceIdTests
{
    private static readonly Guid Network = new("a1a87a5e-9d37-4717-9461-e0eed6a55df0");

    [Theory]
    [InlineData("lab-host")]
    [InlineData("lab-host.example.com")]
    public void It_is_Neutrons_whatever_domain_the_host_is_in(string host) =>
        Assert.Equal("dhcpb1b5913a-6f81-5465-a9e8-ddc1f72e0d88-a1a87a5e-9d37-4717-9461-e0eed6a55df0", DhcpDeviceId.For(host, Network));
}
