using DhcpNet.Dnsmasq;

namespace DhcpNet.Tests.Dnsmasq;

/// <summary>What is written is what Neutron's driver writes, byte for byte.</summary>
public class OracleTests
{
    public static TheoryData<string> Cases => [.. OracleCase.Names];

    [Fact]
    public void There_are_cases() => Assert.NotEmpty(OracleCase.Names);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Files_and_names_are_Neutrons(string name)
    {
        OracleCase oracle = OracleCase.Read(name);
        WritableNetwork network = WritableNetwork.From(oracle.Network, oracle.Configuration);

        DnsmasqFiles files = DnsmasqFiles.Render(network);

        Assert.Equal(Expected("host"), files.Host);
        Assert.Equal(Expected("addn_hosts"), files.AddnHosts);
        Assert.Equal(Expected("opts"), files.Opts);
        Assert.Equal(Expected("leases"), LeasesFile.Render(network, oracle.ExistingLeases, DateTimeOffset.UtcNow));
        Assert.Equal(
            oracle.Expected.GetProperty("command_line").EnumerateArray().Select(a => a.GetString()!),
            DnsmasqCommandLine.Build(network, LogDirectory.Of(oracle.Configuration, network.Network.Id)));
        Assert.Equal(Expected("device_id"), DhcpDeviceId.For(oracle.Configuration.HostName, network.Network.Id));
        Assert.Equal(Expected("interface_name"), oracle.Network.InterfaceName);
        Assert.Empty(network.Warnings);

        string Expected(string kind) => oracle.Expected.GetProperty(kind).GetString()!;
    }
}
