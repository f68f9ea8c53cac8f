using System.Buffers;
using System.Text.Json;

namespace DhcpNet.Ovsdb;

/// <summary>
/// Cuts a stream of bytes into JSON objects. JSON-RPC 1.0 over a stream has no delimiter between messages (RFC 7047, section 4):
/// a message ends where its outermost brace closes. Each byte is looked at once, however the stream is cut into reads, so that
/// a peer that trickles one long string costs no more than one that sends it whole.
/// </summary>
internal sealed class MessageBuffer(int maxMessageBytes)
{
    public const int MaxDepth = 64;

    private const int InitialBytes = 16 * 1024;

    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> StringEnd = SearchValues.Create("\"\\"u8);

    private byte[] _bytes = new byte[InitialBytes];
    private int _start;     // of the message that is being collected
    private int _scanned;   // up to here the bytes have been looked at
    private int _end;       // of the bytes received
    private int _depth;
    private bool _inString;
    private bool _afterBackslash;

    /// <summary>Where the next bytes go; <see cref="Advance"/> tells how many there were.</summary>
    public Memory<byte> GetFreeSpace()
    {
        MakeRoom();
        return _bytes.AsMemory(_end);
    }

    public void Advance(int count) => _end += count;

    /// <summary>Takes the next complete message.</summary>
    /// <param name="message">Its bytes, valid until the next call of any method.</param>
    /// <exception cref="JsonException">What arrives is no JSON object, or one beyond the limits.</exception>
    public bool TryTake(out ReadOnlyMemory<byte> message)
    {
        message = default;
        if (_depth == 0)
            SkipWhiteSpace();
        bool complete = Scan();
        if (_scanned - _start > maxMessageBytes)
            throw new JsonException($"a message of more than {maxMessageBytes} bytes");
        if (!complete)
            return false;
        message = _bytes.AsMemory(_start, _scanned - _start);
        _start = _scanned;
        return true;
    }

    private void SkipWhiteSpace()
    {
        while (_scanned < _end && _bytes[_scanned] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' && _scanned < _end)
            _scanned++;
        _start = _scanned;
        if (_scanned < _end && _bytes[_scanned] != '{')
            throw new JsonException($"something other than a JSON object (it begins with byte 0x{_bytes[_scanned]:x2})");
    }

    private bool Scan()
    {
        while (_scanned < _end)
        {
            ReadOnlySpan<byte> rest = _bytes.AsSpan(_scanned, _end - _scanned);
            if (_afterBackslash)
            {
                _afterBackslash = false;
                _scanned++;
                continue;
            }
            int found = rest.IndexOfAny(_inString ? StringEnd : Structure);
            if (found < 0)
            {
                _scanned = _end;
                return false;
            }
            _scanned += found + 1;
            switch (rest[found])
            {
                case (byte)'\\':
                    _afterBackslash = true;
                    break;
                case (byte)'"':
                    _inString = !_inString;
                    break;
                case (byte)'{' or (byte)'[':
                    if (++_depth > MaxDepth)
                        throw new JsonException($"a message nested deeper than {MaxDepth}");
                    break;
                default:
                    // Which bracket closes which is the parser's business; here only the end matters.
                    if (--_depth == 0)
                        return true;
                    break;
            }
        }
        return false;
    }

    private void MakeRoom()
    {
        if (_end < _bytes.Length)
            return;
        int length = _end - _start;
        // Half empty: moving is enough. Otherwise the peer has sent as much as is now added.
        byte[] target = length > _bytes.Length / 2 ? new byte[checked(_bytes.Length * 2)] : _bytes;
        if (length == 0 && _bytes.Length > InitialBytes)
            target = new byte[InitialBytes];
        _bytes.AsSpan(_start, length).CopyTo(target);
        _bytes = target;
        _scanned -= _start;
        _end = length;
        _start = 0;
    }
}
