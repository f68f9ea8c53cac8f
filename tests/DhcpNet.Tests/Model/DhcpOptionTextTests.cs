using DhcpNet.Validation;

namespace DhcpNet.Tests.Model;

public class DhcpOptionTextTests
{
    [Theory]
    [InlineData("bootfile-name", "pxe.0", 4)]
    [InlineData("66", "10.0.0.9", 4)]
    [InlineData("254", "x", 4)]
    [InlineData("65535", "x", 6)]
    [InlineData("tag:ipxe,bootfile-name", "http://10.0.0.9/a.ipxe", 4)]
    [InlineData("tag:a,tag:b,67", "x", 4)]
    [InlineData("ntp-server", "10.0.0.1,10.0.0.2", 4)]
    [InlineData("domain-name", "\"lab # one\"", 4)]
    [InlineData("domain-name", "10.0.0.256", 4)]
    [InlineData("BOOTFILE-NAME", "pxe.0", 4)]
    [InlineData("nis+-server", "[fd00::1],[fd00::2]", 6)]
    [InlineData("ntp-server", "ntp.example.org", 6)]
    [InlineData("classless-static-route", "10.9.0.0/16,10.0.0.1", 4)]
    [InlineData("classless-static-route", "", 4)]
    [InlineData("43", "01:04:0a:00:00:01", 4)]
    [InlineData("252", "http://10.0.0.9/wpad.dat", 4)]
    [InlineData("252", "\"10.0.0.256\"", 4)]
    [InlineData("26", "1300", 4)]
    [InlineData("61", "01:fa:16:3e:00:00:02", 4)]
    [InlineData("300", "whatever", 6)]
    [InlineData("domain-search", "a.example, xn--bcher-kva.example.", 4)]
    [InlineData("information-refresh-time", "12h", 6)]
    [InlineData("bootfile-name", null, 4)]
    [InlineData("client-id", "01:fa:16:3e:00:00:02", 4)]
    [InlineData("client-id", "my printer", 4)]
    public void Options_that_dnsmasq_reads_as_they_are_meant_are_taken(string name, string? value, int version) =>
        DhcpOptionText.Validate(name, value, version);

    [Theory]
    [InlineData("", 4)]
    [InlineData("boot file", 4)]
    [InlineData("bootfile-name\n67", 4)]
    [InlineData("-x", 4)]
    [InlineData("0", 4)]
    [InlineData("255", 4)]
    [InlineData("65536", 6)]
    [InlineData("99999999999", 6)]
    [InlineData("66,67", 4)]
    [InlineData("tag:,66", 4)]
    [InlineData("tag:a b,66", 4)]
    [InlineData("66,", 4)]
    [InlineData("option:router", 4)]
    [InlineData("router", 5)]
    [InlineData("nosuch", 4)]
    [InlineData("hostname", 4)]
    [InlineData("bootfile-url", 4)]
    [InlineData("bootfile-name", 6)]
    [InlineData("tag:ipxe,bootfile", 4)]
    public void Names_that_would_become_another_field_are_refused(string name, int version) =>
        Refused.AsInput("OptionNameInvalid", () => DhcpOptionText.Validate(name, "x", version));

    [Theory]
    [InlineData("pxe.0\nfoo")]
    [InlineData("pxe.0\r")]
    [InlineData("pxe\u00000")]
    [InlineData("pxe\t0")]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("\"pxe")]
    [InlineData("pxe # none")]
    [InlineData("pxe \"0\"# none")]
    [InlineData("\"pxe\"\"0\"")]
    [InlineData("\"pxe\\\"")]
    public void Values_that_would_break_a_line_are_refused(string value) =>
        Refused.AsInput("OptionValueInvalid", () => DhcpOptionText.Validate("bootfile-name", value, 4));

    [Theory]
    [InlineData("router", "", 4)]
    [InlineData("ntp-server", "not-an-ip", 4)]
    [InlineData("42", "not-an-ip", 4)]
    [InlineData("tag:ipxe,42", "10.0.0.1,", 4)]
    [InlineData("dns-server", "10.0.0.256", 4)]
    [InlineData("dns-server", "fd00::1", 4)]
    [InlineData("tftp-server-address", "boot.example.org", 4)]
    [InlineData("252", "10.0.0.256", 4)]
    [InlineData("26", "5,6", 4)]
    [InlineData("43", "5", 4)]
    [InlineData("domain-search", "dömäin.example", 4)]
    [InlineData("domain-search", "a.example,,b.example", 4)]
    [InlineData("domain-search", "-X.example", 6)]
    [InlineData("information-refresh-time", ":,", 6)]
    [InlineData("dns-server", "10.0.0.1", 6)]
    [InlineData("dns-server", "[fd00::zz]", 6)]
    [InlineData("100", "[fd00::1],5", 6)]
    public void Values_that_dnsmasq_does_not_take_for_the_option_are_refused(string name, string value, int version) =>
        Refused.AsInput("OptionValueInvalid", () => DhcpOptionText.Validate(name, value, version));

    [Theory]
    [InlineData("67", "bootfile-name")]
    [InlineData("067", "BOOTFILE-NAME")]
    [InlineData("61", "client-id")]
    [InlineData("tag:a,tag:b,67", "tag:b,tag:a,bootfile-name")]
    public void An_option_is_the_same_by_name_and_by_number(string one, string other) =>
        Assert.Equal(DhcpOptionText.GetIdentity(new ExtraDhcpOption(one, "x")), DhcpOptionText.GetIdentity(new ExtraDhcpOption(other, "x")));

    [Theory]
    [InlineData("67", "66")]
    [InlineData("67", "tag:ipxe,67")]
    [InlineData("tag:a,67", "tag:b,67")]
    public void Other_options_and_the_same_for_other_clients_are_others(string one, string other) =>
        Assert.NotEqual(DhcpOptionText.GetIdentity(new ExtraDhcpOption(one, "x")), DhcpOptionText.GetIdentity(new ExtraDhcpOption(other, "x")));

    [Fact]
    public void Values_have_255_characters_at_most() =>
        Refused.AsInput("OptionValueInvalid", () => DhcpOptionText.Validate("bootfile-name", new string('x', 256), 4));

    [Theory]
    [InlineData("")]
    [InlineData("a,b")]
    [InlineData("a\nb")]
    [InlineData("a\"b")]
    [InlineData(" a")]
    [InlineData("ä")]
    [InlineData("*")]
    [InlineData("*1")]
    [InlineData("01:zz")]
    [InlineData("1:2")]
    [InlineData("01:02:")]
    public void Client_ids_that_would_become_another_field_are_refused(string value) =>
        Refused.AsInput("ClientIdInvalid", () => DhcpOptionText.Validate(ExtraDhcpOption.ClientId, value, 4));
}
