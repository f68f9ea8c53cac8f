using System.Text;
using System.Text.Json;

namespace DhcpNet.NetworkFiles;

/// <summary>Takes one whole JSON value apart.</summary>
internal ref struct JsonItemParser
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly List<(long, string)> _problems;
    private Utf8JsonReader _reader;
    private long _line;
    private int _counted;

    private JsonItemParser(ReadOnlySpan<byte> text, long line, List<(long, string)> problems)
    {
        _text = text;
        _line = line;
        _problems = problems;
        _reader = new Utf8JsonReader(text);
    }

    /// <summary>Takes a value apart that is sound as JSON.</summary>
    /// <param name="text">The value.</param>
    /// <param name="line">The line that it begins on.</param>
    /// <param name="problems">Takes what can't be read nevertheless.</param>
    public static JsonItem Parse(ReadOnlySpan<byte> text, long line, List<(long Line, string Problem)> problems)
    {
        var parser = new JsonItemParser(text, line, problems);
        parser._reader.Read();
        return parser.Read();
    }

    private JsonItem Read()
    {
        long line = CountLine();
        return _reader.TokenType switch
        {
            JsonTokenType.StartObject => new JsonItem(JsonValueKind.Object, line) { Properties = ReadProperties() },
            JsonTokenType.StartArray => new JsonItem(JsonValueKind.Array, line) { Items = ReadItems() },
            JsonTokenType.String => new JsonItem(JsonValueKind.String, line) { Text = ReadText() },
            JsonTokenType.Number => new JsonItem(JsonValueKind.Number, line) { Text = Encoding.UTF8.GetString(_reader.ValueSpan) },
            JsonTokenType.True => new JsonItem(JsonValueKind.True, line),
            JsonTokenType.False => new JsonItem(JsonValueKind.False, line),
            _ => new JsonItem(JsonValueKind.Null, line),
        };
    }

    private Dictionary<string, JsonItem> ReadProperties()
    {
        Dictionary<string, JsonItem> properties = new(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = ReadText();
            long line = CountLine();
            _reader.Read();
            if (!properties.TryAdd(name, Read()))
                _problems.Add((line, $"'{name}' comes twice"));
        }
        return properties;
    }

    private List<JsonItem> ReadItems()
    {
        List<JsonItem> items = [];
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            items.Add(Read());
        return items;
    }

    private string ReadText()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            _problems.Add((CountLine(), "there is a text that is not UTF-8, or has half of a surrogate pair"));
            return "";
        }
    }

    private long CountLine()
    {
        int at = (int)_reader.TokenStartIndex;
        _line += _text[_counted..at].Count((byte)'\n');
        _counted = at;
        return _line;
    }
}
