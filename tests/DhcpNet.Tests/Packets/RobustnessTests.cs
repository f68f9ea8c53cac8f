using CsCheck;
using DhcpNet.Packets;
using DhcpNet.Probe;

namespace DhcpNet.Tests.Packets;

/// <summary>Whatever comes from a network, the parsers read it or throw a <see cref="PacketException"/>.</summary>
public class RobustnessTests
{
    private static readonly (string Kind, Action<byte[]> Parse)[] Parsers =
    [
        ("frame", bytes => Dhcpv4Message.Parse(UdpFrame.Parse(bytes).Payload.Span)),
        ("frame", bytes => Dhcpv4Message.Parse(bytes.AsSpan(Math.Min(42, bytes.Length)))),
        ("dhcpv6", bytes => Dhcpv6Message.Parse(bytes)),
        ("dhcpv6", bytes => Dhcpv6RelayMessage.Parse(bytes).Unwrap()),
        ("dns", bytes => DnsMessage.Parse(bytes)),
    ];

    [Fact]
    public void A_packet_that_is_cut_short_anywhere_is_read_or_refused()
    {
        foreach ((string kind, Action<byte[]> parse) in Parsers)
        {
            foreach (byte[] packet in Captures.NamesOf(kind).Select(Captures.Get))
            {
                for (int length = 0; length < packet.Length; length++)
                    Try(parse, packet[..length]);
            }
        }
    }

    [Fact]
    public void A_packet_with_bytes_changed_is_read_or_refused()
    {
        foreach ((string kind, Action<byte[]> parse) in Parsers)
        {
            byte[][] packets = [.. Captures.NamesOf(kind).Select(Captures.Get)];
            Gen.Select(Gen.Int[0, packets.Length - 1], Gen.Select(Gen.Int[0, 2000], Gen.Byte).Array[1, 8]).Sample((which, changes) =>
            {
                byte[] packet = [.. packets[which]];
                foreach ((int at, byte value) in changes)
                    packet[at % packet.Length] = value;
                Try(parse, packet);
            });
        }
    }

    [Fact]
    public void Any_bytes_are_read_or_refused() =>
        Gen.Byte.Array[0, 400].Sample(bytes =>
        {
            foreach ((_, Action<byte[]> parse) in Parsers)
                Try(parse, bytes);
            Try(b => ClasslessRoutes.Parse(b), bytes);
        });

    [Fact]
    public void An_options_value_of_any_bytes_becomes_text_without_control_characters() =>
        Gen.Select(Gen.Enum<OptionKind>(), Gen.Byte.Array[0, 40], Gen.Bool.Select(b => b ? 4 : 6)).Sample((kind, bytes, version) =>
            Assert.DoesNotContain(OptionText.Of(kind, bytes, version), c => char.IsControl(c)));

    private static void Try(Action<byte[]> parse, byte[] bytes)
    {
        try
        {
            parse(bytes);
        }
        catch (PacketException)
        {
            // refused
        }
    }
}
