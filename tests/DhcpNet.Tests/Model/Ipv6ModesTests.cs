using DhcpNet.Validation;

namespace DhcpNet.Tests.Model;

public class Ipv6ModesTests
{
    [Theory]
    [InlineData("slaac", Ipv6Mode.Slaac)]
    [InlineData("dhcpv6-stateful", Ipv6Mode.Dhcpv6Stateful)]
    [InlineData("DHCPv6-Stateless", Ipv6Mode.Dhcpv6Stateless)]
    [InlineData("Dhcpv6Stateful", Ipv6Mode.Dhcpv6Stateful)]
    public void Neutrons_words_are_read_in_any_case(string text, Ipv6Mode mode) => Assert.Equal(mode, Ipv6ModeText.Parse(text));

    [Fact]
    public void Every_mode_is_written_as_it_is_read() =>
        Assert.All(Enum.GetValues<Ipv6Mode>(), mode => Assert.Equal(mode, Ipv6ModeText.Parse(Ipv6Modes.ToNeutron(mode))));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("-1")]
    [InlineData("stateful")]
    public void Other_words_are_refused_with_those_there_are(string text) =>
        Assert.Contains("slaac, dhcpv6-stateful, dhcpv6-stateless", Refused.AsInput("Ipv6ModeMalformed", () => Ipv6ModeText.Parse(text)).Message, StringComparison.Ordinal);
}
