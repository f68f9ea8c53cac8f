namespace DhcpNet.Tests.NetworkFiles;

/// <summary>A stream that can't go back, as a pipe can't, and gives a few bytes at a time.</summary>
internal sealed class OneWayStream(byte[] content) : MemoryStream(content)
{
    private const int MostAtOnce = 7;

    public override bool CanSeek => false;

    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, MostAtOnce));

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, MostAtOnce)]);
}
