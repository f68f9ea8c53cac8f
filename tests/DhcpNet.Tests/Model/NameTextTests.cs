using DhcpNet.Validation;

namespace DhcpNet.Tests.Model;

public class NameTextTests
{
    [Theory]
    [InlineData("vm1")]
    [InlineData("1vm")]
    [InlineData("VM-1")]
    [InlineData("vm1.lab.example.com")]
    [InlineData("3com")]
    [InlineData("m")]
    [InlineData("45m.lab")]
    public void A_host_name_is_taken_as_it_is(string name) => Assert.Equal(name, HostNameText.Validate(name));

    [Fact]
    public void A_dot_at_the_end_of_a_host_name_is_taken_off() => Assert.Equal("vm1.example.com", HostNameText.Validate("vm1.example.com."));

    [Fact]
    public void Labels_of_63_and_names_of_253_characters_are_the_longest()
    {
        string label = new('a', 63);
        string longest = $"{label}.{label}.{label}.{label[..61]}";
        Assert.Equal(253, HostNameText.Validate(longest).Length);
        Refused.AsInput("HostNameInvalid", () => HostNameText.Validate(longest + "a"));
        Refused.AsInput("HostNameInvalid", () => HostNameText.Validate(label + "a"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("vm 1")]
    [InlineData("vm,1")]
    [InlineData("vm\n1")]
    [InlineData("vm\u00001")]
    [InlineData("vm_1")]
    [InlineData("bücher")]
    [InlineData("-vm")]
    [InlineData("vm-")]
    [InlineData("vm..lab")]
    [InlineData(".vm")]
    [InlineData("10.0.0.5")]
    [InlineData("12345")]
    [InlineData("45m")]
    [InlineData("infinite")]
    [InlineData("ignore")]
    public void What_is_no_host_name_or_reads_as_something_else_is_refused(string name) =>
        Refused.AsInput("HostNameInvalid", () => HostNameText.Validate(name));

    [Theory]
    [InlineData("lab")]
    [InlineData("Lab 2 (test)")]
    [InlineData("büro")]
    [InlineData("50%_done")]
    public void A_network_may_be_called_almost_anything(string name) => NetworkNameText.Validate(name);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" lab")]
    [InlineData("lab ")]
    [InlineData("la\nb")]
    [InlineData("la\tb")]
    [InlineData("lab*")]
    [InlineData("lab?")]
    [InlineData("lab[1]")]
    [InlineData("a1a87a5e-9d37-4717-9461-e0eed6a55df0")]
    [InlineData("a1a87a5e9d3747179461e0eed6a55df0")]
    public void But_not_what_would_be_taken_for_an_id_or_a_pattern(string name) => Refused.AsInput("NetworkNameInvalid", () => NetworkNameText.Validate(name));

    [Fact]
    public void A_network_name_has_255_characters_at_most()
    {
        NetworkNameText.Validate(new string('n', 255));
        Refused.AsInput("NetworkNameInvalid", () => NetworkNameText.Validate(new string('n', 256)));
    }

    [Fact]
    public void A_ports_MAC_address_is_one_stations_own()
    {
        Assert.Equal(MacAddress.Parse("fa:16:3e:00:00:02"), MacText.Parse("FA-16-3E-00-00-02"));
        Refused.AsInput("MacMalformed", () => MacText.Parse("fa:16:3e"));
        Refused.AsInput("MacMalformed", () => MacText.Parse("fa:16:3e:00:00:02\n"));
        Refused.AsInput("MacNotUnicast", () => MacText.Parse("01:00:5e:00:00:01"));
        Refused.AsInput("MacNotUnicast", () => MacText.Parse("00:00:00:00:00:00"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(4095)]
    public void A_VLAN_tag_outside_1_to_4094_is_refused(int tag)
    {
        VlanRange.Validate(1);
        VlanRange.Validate(4094);
        Refused.AsInput("VlanOutOfRange", () => VlanRange.Validate(tag));
    }

    [Theory]
    [InlineData(67, false)]
    [InlineData(65536, false)]
    [InlineData(1279, true)]
    public void An_MTU_that_does_not_carry_the_protocol_is_refused(int mtu, bool hasIPv6Subnet)
    {
        MtuRange.Validate(68, hasIPv6Subnet: false);
        MtuRange.Validate(1280, hasIPv6Subnet: true);
        MtuRange.Validate(65535, hasIPv6Subnet: true);
        Refused.AsInput("MtuOutOfRange", () => MtuRange.Validate(mtu, hasIPv6Subnet));
    }
}
