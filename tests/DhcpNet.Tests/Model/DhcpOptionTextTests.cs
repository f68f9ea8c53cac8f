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
    [InlineData("router", "", 4)]
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
    public void Values_that_would_break_a_line_are_refused(string value) =>
        Refused.AsInput("OptionValueInvalid", () => DhcpOptionText.Validate("bootfile-name", value, 4));

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
    public void Client_ids_that_would_become_another_field_are_refused(string value) =>
        Refused.AsInput("ClientIdInvalid", () => DhcpOptionText.Validate(ExtraDhcpOption.ClientId, value, 4));
}
