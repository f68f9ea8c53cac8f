using System.Text;
using System.Text.Json;
using CsCheck;
using DhcpNet.Neutron.Messaging;

namespace DhcpNet.Tests.Neutron;

/// <summary>Whatever comes from a queue is read, or refused with a <see cref="MalformedMessageException"/>.</summary>
public class EnvelopeTests
{
    private static readonly Action<byte[]>[] Readers = [b => Envelope.Open(b), b => RpcMessage.Parse(b), b => RpcReply.Parse(b)];

    // No halves of surrogate pairs, which JSON can't carry.
    private static readonly Gen<string> Text = Gen.String.Select(s => string.Concat(s.EnumerateRunes().Where(r => r != Rune.ReplacementChar)));

    [Fact]
    public void What_is_sealed_is_opened_again() =>
        Gen.Select(Text, Text).Sample((name, value) =>
        {
            JsonElement opened = Envelope.Open(Envelope.Seal(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString(name, value);
                writer.WriteEndObject();
            }));
            Assert.Equal((name, value), (Assert.Single(opened.EnumerateObject()).Name, opened.EnumerateObject().Single().Value.GetString()));
        });

    [Theory]
    [InlineData("""{"method": "m"}""")]
    [InlineData("""{"oslo.version": "2.0", "method": "m"}""")]
    [InlineData("""{"oslo.message": "{}", "method": "m"}""")]
    public void A_message_without_an_envelope_is_taken_as_it_is(string body) => Assert.Equal("m", RpcMessage.Parse(Bytes(body)).Method);

    [Theory]
    [InlineData("2.0")]
    [InlineData("2.1")]
    [InlineData("2")]
    public void Any_version_2_is_known(string version) => Assert.Equal("m", RpcMessage.Parse(Sealed(version, """{"method": "m"}""")).Method);

    [Theory]
    [InlineData("1.0")]
    [InlineData("3.0")]
    [InlineData("20.0")]
    [InlineData("2.-1")]
    [InlineData("2.x")]
    [InlineData("")]
    public void Other_versions_are_refused(string version) => AssertRefused(Sealed(version, """{"method": "m"}"""), "another version");

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("method", "not JSON")]
    [InlineData("{\"method\": \"m\"} x", "not JSON")]
    [InlineData("{\"method\": \"m\"", "not JSON")]
    [InlineData("[]", "a list")]
    [InlineData("null", "null")]
    [InlineData("5", "a number")]
    [InlineData("{}", "names no method")]
    [InlineData("{\"method\": 5}", "names no method")]
    [InlineData("{\"method\": null}", "names no method")]
    [InlineData("{\"method\": \"\\ud800\"}", "UTF-8")]
    [InlineData("{\"method\": \"m\", \"args\": []}", "no object")]
    [InlineData("{\"oslo.version\": 2, \"oslo.message\": \"{}\"}", "another version")]
    [InlineData("{\"oslo.version\": \"2.0\", \"oslo.message\": {}}", "not a text")]
    [InlineData("{\"oslo.version\": \"2.0\", \"oslo.message\": \"\"}", "not JSON")]
    [InlineData("{\"oslo.version\": \"2.0\", \"oslo.message\": \"[]\"}", "a list")]
    [InlineData("{\"oslo.version\": \"2.0\", \"oslo.message\": \"\\ud800\"}", "not JSON")]
    public void What_is_no_message_is_refused(string body, string words) => AssertRefused(Bytes(body), words);

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused() => AssertRefused([.. "{\"method\": \""u8, 0xff, 0xfe, .. "\"}"u8], "UTF-8");

    [Theory]
    [InlineData("{\"method\": \"m\", \"args\": {\"a\": ", "}}")]
    [InlineData("{\"a\": ", ", \"method\": \"m\"}")]
    public void A_message_that_is_too_deep_is_refused(string before, string after)
    {
        string deep = new string('[', 100_000) + new string(']', 100_000);

        AssertRefused(Bytes(before + deep + after), "too deep");
        AssertRefused(Sealed("2.0", before + deep + after), "too deep");
    }

    [Fact]
    public void What_is_refused_is_not_repeated()
    {
        MalformedMessageException e = Assert.Throws<MalformedMessageException>(() => Envelope.Open("{\"password\": secret}"u8));

        Assert.DoesNotContain("secret", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_real_message_with_bytes_changed_is_read_or_refused()
    {
        byte[][] bodies = [.. Capture.All.Where(c => c.RoutingKey is not null).Select(c => c.RequestBody), .. Capture.All.Where(c => c.HasReply).Select(c => c.ReplyBody)];
        Gen.Select(Gen.Int[0, bodies.Length - 1], Gen.Select(Gen.Int[0, 30000], Gen.Byte).Array[1, 8]).Sample((which, changes) =>
        {
            byte[] body = [.. bodies[which]];
            foreach ((int at, byte value) in changes)
                body[at % body.Length] = value;
            Try(body);
        });
    }

    [Fact]
    public void A_real_message_that_is_cut_short_is_read_or_refused()
    {
        byte[] body = Capture.Get("failure-no-such-method").ReplyBody;

        for (int length = 0; length < body.Length; length++)
            Try(body[..length]);
    }

    [Fact]
    public void Any_bytes_are_read_or_refused() => Gen.Byte.Array[0, 200].Sample(Try);

    [Fact]
    public void Any_text_in_the_envelope_is_read_or_refused() => Gen.String.Sample(text => Try(Sealed("2.0", text)));

    private static void Try(byte[] body)
    {
        foreach (Action<byte[]> read in Readers)
        {
            try
            {
                read(body);
            }
            catch (MalformedMessageException)
            {
                // That is how it is refused.
            }
        }
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Sealed(string version, string message) =>
        JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["oslo.version"] = version, ["oslo.message"] = message });

    private static void AssertRefused(byte[] body, string words) =>
        Assert.Contains(words, Assert.Throws<MalformedMessageException>(() => RpcMessage.Parse(body)).Message, StringComparison.Ordinal);
}
