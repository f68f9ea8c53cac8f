using System.Text;
using System.Text.Json;
using CsCheck;
using DhcpNet.Ovsdb;

namespace DhcpNet.Tests.Ovsdb;

public class MessageBufferTests
{
    private static readonly string[] Messages =
    [
        """{}""",
        """{"a":"}{][\"\\"}""",
        """{"a":{"b":[1,{"c":"ö\\\\"}]},"d":[[]]}""",
        """{"text":"\\\\\\\""}""",
        "{\"long\":\"" + new string('x', 50_000) + "\"}",
    ];

    [Fact]
    public void Messages_are_found_byte_by_byte()
    {
        MessageBuffer buffer = new(1 << 20);
        List<string> found = [];
        foreach (byte b in Encoding.UTF8.GetBytes(string.Join("", Messages)))
            found.AddRange(Feed(buffer, [b]));

        Assert.Equal(Messages, found);
    }

    [Fact]
    public void Several_messages_are_found_in_one_read_and_white_space_is_skipped()
    {
        MessageBuffer buffer = new(1 << 20);

        Assert.Equal(Messages, Feed(buffer, Encoding.UTF8.GetBytes("\n " + string.Join(" \r\n\t", Messages) + "\n\n")));
    }

    [Fact]
    public void Messages_are_found_however_they_are_cut()
    {
        Gen.Select(Gen.Int[0, Messages.Length - 1].Select(i => Messages[i]).List[1, 8], Gen.Int[1, 70_000].List[1, 20]).Sample((messages, cuts) =>
        {
            MessageBuffer buffer = new(1 << 20);
            byte[] bytes = Encoding.UTF8.GetBytes(string.Join("", messages));
            List<string> found = [];
            for (int start = 0, i = 0; start < bytes.Length; i++)
            {
                int length = Math.Min(cuts[i % cuts.Count], bytes.Length - start);
                found.AddRange(Feed(buffer, bytes.AsSpan(start, length)));
                start += length;
            }
            return found.SequenceEqual(messages);
        }, iter: 200);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request")]
    [InlineData("SSH-2.0-OpenSSH")]
    [InlineData("[1]")]
    [InlineData("\"text\"")]
    [InlineData("{}x")]
    public void Something_other_than_objects_is_refused_at_its_first_byte(string text)
        => Assert.Contains("other than a JSON object", Assert.Throws<JsonException>(() => Feed(new MessageBuffer(1000), Encoding.UTF8.GetBytes(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_message_beyond_the_limit_is_refused()
    {
        MessageBuffer buffer = new(1000);
        Assert.Single(Feed(buffer, Encoding.UTF8.GetBytes("{\"a\":\"" + new string('x', 992) + "\"}")));
        Assert.Throws<JsonException>(() => Feed(buffer, Encoding.UTF8.GetBytes("{\"a\":\"" + new string('x', 993) + "\"}")));
        Assert.Throws<JsonException>(() => Feed(new MessageBuffer(1000), Encoding.UTF8.GetBytes("{\"a\":\"" + new string('x', 2000))));
    }

    [Fact]
    public void A_message_nested_too_deeply_is_refused()
    {
        Assert.Single(Feed(new MessageBuffer(1000), Encoding.UTF8.GetBytes("{\"a\":" + new string('[', 63) + new string(']', 63) + "}")));
        Assert.Throws<JsonException>(() => Feed(new MessageBuffer(1000), Encoding.UTF8.GetBytes("{\"a\":" + new string('[', 64))));
    }

    private static List<string> Feed(MessageBuffer buffer, ReadOnlySpan<byte> bytes)
    {
        List<string> found = [];
        while (bytes.Length > 0)
        {
            Span<byte> space = buffer.GetFreeSpace().Span;
            int count = Math.Min(space.Length, bytes.Length);
            bytes[..count].CopyTo(space);
            buffer.Advance(count);
            bytes = bytes[count..];
            while (buffer.TryTake(out ReadOnlyMemory<byte> message))
                found.Add(Encoding.UTF8.GetString(message.Span));
        }
        return found;
    }
}
