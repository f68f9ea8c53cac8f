using System.Net;
using DhcpNet.Packets;

namespace DhcpNet.Tests.Packets;

/// <summary>DNS messages.</summary>
public class DnsTests
{
    [Theory]
    [InlineData("dnsmasq-a", "A web1.openstacklocal", "10.20.0.50")]
    [InlineData("dnsmasq-aaaa", "AAAA web1.openstacklocal", "fd00:20::50")]
    [InlineData("dnsmasq-ptr", "PTR 50.0.20.10.in-addr.arpa", "web1.openstacklocal")]
    [InlineData("dnsmasq-version", "TXT version.bind", "dnsmasq-2.90")]
    public void An_answer_of_dnsmasq_is_read(string name, string question, string value)
    {
        var message = DnsMessage.Parse(Captures.Get(name));

        Assert.True(message.IsResponse);
        Assert.Equal("NOERROR", message.ResponseName);
        Assert.Equal(question, message.Question.ToString());
        DnsRecord record = Assert.Single(message.Answers);
        Assert.Equal((message.Question.Name, value), (record.Name, record.Value));
    }

    [Fact]
    public void A_refusal_is_read()
    {
        var message = DnsMessage.Parse(Captures.Get("dnsmasq-refused"));

        Assert.Equal("REFUSED", message.ResponseName);
        Assert.Empty(message.Answers);
    }

    [Fact]
    public void A_query_is_read_as_it_was_written()
    {
        DnsMessage query = new() { Id = 0x1234, Question = new DnsQuestion("web1.openstacklocal", DnsRecordType.A) };

        var read = DnsMessage.Parse(query.FormatQuery());

        Assert.Equal((query.Id, query.Question, false), (read.Id, read.Question, read.IsResponse));
        // What dnsmasq repeats of a question is what was asked.
        Assert.Equal(Captures.Get("dnsmasq-a")[12..37], query.FormatQuery()[12..]);
    }

    [Theory]
    // ESC [ 2 J, a line break, and the control character of one octet that begins a sequence too
    [InlineData("041b5b324a00", @"\027[2J")]
    [InlineData("03610a6203636f6d00", @"a\010b.com")]
    [InlineData("029b4100", @"\155A")]
    [InlineData("03612e62015c00", @"a\046b.\092")]
    public void What_does_not_print_in_a_name_is_told_in_digits(string hexadecimal, string name) =>
        Assert.Equal((name, hexadecimal.Length / 2), DnsName.Parse(Convert.FromHexString(hexadecimal), 0));

    [Fact]
    public void What_does_not_print_in_a_text_is_told_in_digits()
    {
        // an answer, whose one record has the text "v", ESC, "]0;x", BEL and a space
        byte[] message = Convert.FromHexString("123481800001000100000000" + "0000100003" + "0000100003" + "00000000" + "0009" + "08" + "761b5d303b780720");

        Assert.Equal(@"v\027]0;x\007 ", Assert.Single(DnsMessage.Parse(message).Answers).Value);
    }

    [Theory]
    [InlineData("10.20.0.50", "50.0.20.10.in-addr.arpa")]
    [InlineData("fd00:20::50", "0.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.2.0.0.0.0.d.f.ip6.arpa")]
    public void An_address_is_looked_up_by_its_reverse_name(string address, string name) => Assert.Equal(name, DnsName.Reverse(IPAddress.Parse(address)));

    [Theory]
    [InlineData("c000")]
    [InlineData("0161c000")]
    [InlineData("c005")]
    [InlineData("c0")]
    [InlineData("0561")]
    [InlineData("80")]
    public void A_name_that_has_no_end_is_refused(string hexadecimal) => Assert.Throws<PacketException>(() => DnsName.Parse(Convert.FromHexString(hexadecimal), 0));
}
