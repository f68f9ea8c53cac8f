using DhcpNet.Dnsmasq;

namespace DhcpNet.Tests.Dnsmasq;

public class DnsmasqCounterQueryTests
{
    private const string Name = "0773657276657273" + "0462696e64" + "00";
    private const string Question = Name + "0010" + "0003";
    private const string Counts = "0001" + "0001" + "0000" + "0000";

    // "9.9.9.9#53 5 1" and "x", after a pointer to the question's name.
    private const string Answer = "c00c" + "0010" + "0003" + "00000000" + "0011" + "0e392e392e392e39233533203520310178";

    [Fact]
    public void A_question_is_one_of_class_CHAOS() =>
        Assert.Equal("1234" + "0100" + "0001" + "0000" + "0000" + "0000" + Question, Convert.ToHexString(DnsmasqCounterQuery.CreateQuestion(0x1234, "servers.bind")).ToLowerInvariant());

    [Fact]
    public void An_answer_tells_its_name_and_texts()
    {
        (string name, IReadOnlyList<string> texts) = DnsmasqCounterQuery.ReadAnswer(Message("8580", Answer))!.Value;
        Assert.Equal("servers.bind", name);
        Assert.Equal(["9.9.9.9#53 5 1", "x"], texts);
        DnsmasqCounters counters = DnsmasqCounterQuery.Read(new Dictionary<string, IReadOnlyList<string>> { [name] = texts, ["hits.bind"] = ["4294967295"], ["misses.bind"] = ["?"] });
        Assert.Equal([new UpstreamServer("9.9.9.9#53", 5, 1)], counters.Upstreams);
        Assert.Equal(4294967295, counters.QueriesAnswered);
        Assert.Null(counters.QueriesForwarded);
    }

    [Theory]
    [InlineData("0100", Answer)] // a question
    [InlineData("8184", Answer)] // NOTIMP
    [InlineData("8580", "c00c" + "0001" + "0003" + "00000000" + "0000")] // no TXT record
    [InlineData("8580", "c00c" + "0010" + "0003" + "00000000" + "0400" + "01")] // cut off
    [InlineData("8580", "c00c" + "0010" + "0003" + "00000000" + "0001" + "05")] // cut off within
    [InlineData("8580", "")]
    public void Anything_else_is_no_answer(string flags, string answer) => Assert.Null(DnsmasqCounterQuery.ReadAnswer(Message(flags, answer)));

    [Fact]
    public void A_message_may_end_anywhere()
    {
        byte[] message = Message("8580", Answer);
        Assert.All(Enumerable.Range(0, message.Length), length => Assert.Null(DnsmasqCounterQuery.ReadAnswer(message.AsSpan(0, length))));
    }

    private static byte[] Message(string flags, string answer) => Convert.FromHexString("1234" + flags + Counts + Question + answer);
}
