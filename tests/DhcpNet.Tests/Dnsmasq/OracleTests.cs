using DhcpNet.Dnsmasq;

namespace DhcpNet.Tests.Dnsmasq;

/// <summary>What is written is what Neutron's driver writes, byte for byte, but for <see cref="DeliberateDifferences"/>.</summary>
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
        string leases = LeasesFile.Render(network, oracle.ExistingLeases, DateTimeOffset.UtcNow);

        AssertSameLines("host", files.Host);
        AssertSameLines("addn_hosts", files.AddnHosts);
        AssertSameLines("opts", files.Opts);
        Assert.Equal(DeliberateDifferences.InLeases(Expected("leases"), oracle.ExistingLeases), DeliberateDifferences.InLeases(leases, oracle.ExistingLeases));
        Assert.Equal(
            DeliberateDifferences.InArguments(oracle.Expected.GetProperty("command_line").EnumerateArray().Select(a => a.GetString()!)),
            DnsmasqCommandLine.Build(network, LogDirectory.Of(oracle.Configuration, network.Network.Id), grows: false));
        Assert.Equal(Expected("device_id"), DhcpDeviceId.For(oracle.Configuration.HostName, network.Network.Id));
        Assert.Equal(Expected("interface_name"), oracle.Network.InterfaceName);
        // These have nothing that would have to be left out.
        if (OracleCase.AreOwn)
            Assert.Empty(network.Warnings);

        void AssertSameLines(string kind, string actual) =>
            Assert.Equal(DeliberateDifferences.InLines(Expected(kind), network), DeliberateDifferences.InLines(actual, network));

        string Expected(string kind) => oracle.Expected.GetProperty(kind).GetString()!;
    }
}
