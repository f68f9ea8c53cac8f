using System.Text;
using DhcpNet.Plugins;

namespace DhcpNet.NetworkFiles;

/// <summary>
/// Reads comma-separated values (RFC 4180), record by record: cells in quotes may hold commas, line breaks and quotes (doubled). Lines end
/// with LF or CRLF; blanks around a cell without quotes, or around the quotes, are none of the cell's.
/// </summary>
internal sealed class CsvReader : IDisposable
{
    /// <summary>The longest record in characters. A quote that is not closed ends here, and a file that is no text.</summary>
    public const int MaxRecordLength = 1024 * 1024;

    // No character of any text (Unicode, section 23.7): stands for bytes that are not UTF-8.
    private const char Undecodable = '\uffff';

    private readonly string _file;
    private readonly TextReader _text;
    private readonly StringBuilder _cell = new();
    private readonly List<CsvCell> _cells = [];
    private long _line = 1;
    private int _length;
    private int _ahead;
    private string? _problem;

    public CsvReader(string file, Stream stream)
    {
        _file = file;
        var encoding = Encoding.GetEncoding("utf-8", EncoderFallback.ExceptionFallback, new DecoderReplacementFallback($"{Undecodable}"));
        _text = new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024, leaveOpen: true);
        _ahead = _text.Read();
        if (_ahead == '\ufeff')
            _ahead = _text.Read();
    }

    /// <summary>The next record, or null where the file ends.</summary>
    /// <exception cref="DhcpNetException"><c>NetworkFileInvalid</c>: the rest of the file can't be told apart.</exception>
    public CsvRecord? Read()
    {
        if (_ahead < 0)
            return null;
        long first = _line;
        _cells.Clear();
        _length = 0;
        bool goesOn = true;
        while (goesOn)
        {
            _problem = null;
            _cell.Clear();
            goesOn = ReadCell(first);
            _cells.Add(new CsvCell(_cell.ToString(), _problem));
        }
        return new CsvRecord(first, [.. _cells]);
    }

    /// <summary>Gives back what the reader holds; the stream stays open.</summary>
    public void Dispose() => _text.Dispose();

    // Whether another cell of the record follows.
    private bool ReadCell(long first)
    {
        while (IsBlank(_ahead))
            Next(first);
        if (_ahead == '"')
            ReadQuoted(first);
        return ReadPlain(first);
    }

    private void ReadQuoted(long first)
    {
        Next(first);
        while (true)
        {
            int c = Next(first);
            if (c < 0)
                throw NetworkFileErrors.Invalid(new FilePlace(_file, first), "a quote that opens in this record is not closed");
            if (c != '"')
                Add((char)c);
            else if (_ahead == '"')
                Add((char)Next(first));
            else
                break;
        }
        while (IsBlank(_ahead))
            Next(first);
        if (_ahead is not (< 0 or ',' or '\r' or '\n'))
            _problem ??= "there is text after a closing quote; write a quote within quotes twice";
    }

    private bool ReadPlain(long first)
    {
        int quoted = _cell.Length;
        while (true)
        {
            int c = Next(first);
            if (c == '\r' && _ahead == '\n')
                c = Next(first);
            if (c is < 0 or '\n' or ',')
            {
                TrimEnd(quoted);
                return c == ',';
            }
            if (c == '"')
                _problem ??= "there is a quote within a cell that does not begin with one; put the cell into quotes and write that one twice";
            else if (c == 0)
                _problem ??= "there is a NUL; a text file has none";
            Add((char)c);
        }
    }

    private void TrimEnd(int from)
    {
        while (_cell.Length > from && IsBlank(_cell[^1]))
            _cell.Length--;
    }

    private void Add(char c)
    {
        if (c == Undecodable)
            _problem ??= "there are bytes that are not UTF-8; save the file as UTF-8";
        _cell.Append(c);
    }

    private int Next(long first)
    {
        int c = _ahead;
        _ahead = _text.Read();
        if (c == '\n')
            _line++;
        if (++_length > MaxRecordLength)
            throw NetworkFileErrors.Invalid(new FilePlace(_file, first), $"the record is longer than {MaxRecordLength} characters; perhaps a quote is not closed");
        return c;
    }

    private static bool IsBlank(int c) => c is ' ' or '\t';
}
