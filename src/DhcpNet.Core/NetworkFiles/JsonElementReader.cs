using System.Text.Json;
using DhcpNet.Plugins;

namespace DhcpNet.NetworkFiles;

/// <summary>
/// Finds the networks in a JSON file and hands them out one by one: those of a list, of the list <c>networks</c> of an object, or values that
/// follow each other. No more than one is in memory at a time.
/// </summary>
internal sealed class JsonElementReader(string file, Stream stream)
{
    /// <summary>The most bytes that one network may take.</summary>
    public const int MaxElementLength = 64 * 1024 * 1024;

    private const string ListName = "networks";

    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _isAtEnd;
    private JsonReaderState _state;
    private long _line = 1;
    private long _column;

    // Places in messages of the JSON reader count from here.
    private (long Line, long Column) _root;

    private ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    /// <summary>The networks, in their order.</summary>
    /// <exception cref="DhcpNetException"><c>NetworkFileInvalid</c>: the rest of the file can't be told apart.</exception>
    public IEnumerable<JsonElementOfFile> Read()
    {
        SkipPreamble();
        bool isEmpty = true;
        while (BeginRoot() is byte first)
        {
            isEmpty = false;
            if (first == '[')
            {
                Next();
                foreach (JsonElementOfFile element in ReadList(""))
                    yield return element;
            }
            else if (first == '{' && TakeListName())
            {
                if (Next() != JsonTokenType.StartArray)
                    throw Invalid($"'{ListName}' is not a list");
                foreach (JsonElementOfFile element in ReadList(ListName))
                    yield return element;
                SkipRestOfObject();
            }
            else if (first == '{')
                yield return ReadElement("")!;
            else
                throw Invalid("a network is an object, and networks are a list of such; neither begins here");
        }
        if (isEmpty)
            throw Invalid("the file is empty; a network is an object like {\"name\": \"blue\"}");
    }

    /// <summary>The networks of a file that has one a line, in their order. A line that can't be read hinders none of the others.</summary>
    /// <exception cref="DhcpNetException"><c>NetworkFileInvalid</c>: a line is too long.</exception>
    public IEnumerable<JsonElementOfFile> ReadLines()
    {
        SkipPreamble();
        while (FindLineEnd() is int length)
        {
            if (ReadLine(Unread[..length]) is { } element)
                yield return element;
            Take(Math.Min(length + 1, Unread.Length));
        }
    }

    // How long the next line is, or null where the file ends.
    private int? FindLineEnd()
    {
        while (true)
        {
            int length = Unread.IndexOf((byte)'\n');
            if (length >= 0)
                return length;
            if (_isAtEnd)
                return Unread.Length > 0 ? Unread.Length : null;
            Fill();
        }
    }

    private JsonElementOfFile? ReadLine(ReadOnlySpan<byte> line)
    {
        if (line.IndexOfAnyExcept(" \t\r"u8) < 0)
            return null;
        List<(long, string)> problems = [];
        try
        {
            var reader = new Utf8JsonReader(line);
            while (reader.Read())
            {
            }
            return new JsonElementOfFile(JsonItemParser.Parse(line, _line, problems), "", problems);
        }
        catch (JsonException error)
        {
            return new JsonElementOfFile(new JsonItem(JsonValueKind.Object, _line), "", [(_line, $"{Describe(error)} (byte {error.BytePositionInLine + 1} of the line)")]);
        }
    }

    private IEnumerable<JsonElementOfFile> ReadList(string name)
    {
        for (int i = 0; ReadElement($"{name}[{i}]") is { } element; i++)
            yield return element;
    }

    // The next value, or null where the list ends.
    private JsonElementOfFile? ReadElement(string path)
    {
        while (true)
        {
            var reader = Reader();
            if (Read(ref reader))
            {
                if (reader.TokenType == JsonTokenType.EndArray)
                {
                    Take(reader);
                    return null;
                }
                int start = (int)reader.TokenStartIndex;
                if (TrySkip(ref reader))
                {
                    ReadOnlySpan<byte> text = Unread[start..(int)reader.BytesConsumed];
                    List<(long, string)> problems = [];
                    JsonItem item = JsonItemParser.Parse(text, _line + Unread[..start].Count((byte)'\n'), problems);
                    Take(reader);
                    return new JsonElementOfFile(item, path, problems);
                }
            }
            Fill();
        }
    }

    private JsonTokenType Next()
    {
        while (true)
        {
            var reader = Reader();
            if (Read(ref reader))
            {
                Take(reader);
                return reader.TokenType;
            }
            Fill();
        }
    }

    // Takes an object's beginning where its first property is the list of networks; nothing else may come before it.
    private bool TakeListName()
    {
        while (true)
        {
            var reader = Reader();
            if (Read(ref reader) && Read(ref reader))
            {
                bool isList = reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(ListName);
                if (isList)
                    Take(reader);
                return isList;
            }
            Fill();
        }
    }

    private void SkipRestOfObject()
    {
        for (int depth = 1; depth > 0;)
        {
            depth += Next() switch
            {
                JsonTokenType.StartObject or JsonTokenType.StartArray => 1,
                JsonTokenType.EndObject or JsonTokenType.EndArray => -1,
                _ => 0,
            };
        }
    }

    // The first byte of the next value, or null where the file ends.
    private byte? BeginRoot()
    {
        while (true)
        {
            int blanks = Unread.IndexOfAnyExcept(" \t\r\n"u8);
            Take(blanks < 0 ? Unread.Length : blanks);
            if (Unread.Length > 0)
            {
                _state = default;
                _root = (_line, _column);
                return Unread[0];
            }
            if (_isAtEnd)
                return null;
            Fill();
        }
    }

    private void SkipPreamble()
    {
        while (Unread.Length < 3 && !_isAtEnd)
            Fill();
        if (Unread.StartsWith((byte[])[0xff, 0xfe]) || Unread.StartsWith((byte[])[0xfe, 0xff]))
            throw Invalid("the file is UTF-16; save it as UTF-8");
        if (Unread.StartsWith((byte[])[0xef, 0xbb, 0xbf]))
            _start += 3;
    }

    private Utf8JsonReader Reader() => new(Unread, _isAtEnd, _state);

    private bool Read(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (JsonException error)
        {
            throw Invalid(error);
        }
    }

    private bool TrySkip(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.TrySkip();
        }
        catch (JsonException error)
        {
            throw Invalid(error);
        }
    }

    private void Take(in Utf8JsonReader reader)
    {
        _state = reader.CurrentState;
        Take((int)reader.BytesConsumed);
    }

    private void Take(int count)
    {
        ReadOnlySpan<byte> taken = Unread[..count];
        _line += taken.Count((byte)'\n');
        int lineEnd = taken.LastIndexOf((byte)'\n');
        _column = lineEnd < 0 ? _column + count : count - lineEnd - 1;
        _start += count;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            Unread.CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= MaxElementLength)
                throw Invalid($"a network takes more than {MaxElementLength / 1024 / 1024} MiB");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        int count = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += count;
        _isAtEnd = count == 0;
    }

    private DhcpNetException Invalid(string problem) => NetworkFileErrors.Invalid(new FilePlace(file, _line), problem);

    private DhcpNetException Invalid(JsonException error)
    {
        long line = error.LineNumber ?? 0, column = (error.BytePositionInLine ?? 0) + (line == 0 ? _root.Column : 0);
        var place = new FilePlace(file, _root.Line + line, $"byte {column + 1} of the line");
        return NetworkFileErrors.Invalid(place, Describe(error));
    }

    private static string Describe(JsonException error)
    {
        // Its place is within the message as well, counted from 0; and the file's author has no reader's options.
        int end = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        string problem = end < 0 ? error.Message : error.Message[..end];
        return $"this is not JSON: {problem.Replace(" which is not supported in this mode. Change the reader options", "", StringComparison.Ordinal).TrimEnd('.')}";
    }
}
