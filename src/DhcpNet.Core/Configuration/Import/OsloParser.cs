using System.Text;
using DhcpNet.Validation;

namespace DhcpNet.Configuration.Import;

/// <summary>
/// Reads the syntax of oslo.config's files: <c>[section]</c>, <c>name = value</c> or <c>name: value</c>, lines that begin with a blank
/// and continue the value before them, comments after <c>#</c> or <c>;</c> at the beginning of a line
/// (oslo.config, "Configuration Files"; behaviour of its iniparser, 2026).
/// </summary>
internal sealed class OsloParser
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _file;
    private readonly List<OsloOption> _options = [];
    private readonly List<ImportFault> _faults = [];
    private string? _section;
    private int _line;
    private bool _hasOpenValue;
    private bool _skipsContinuations;
    private bool _isSectionBroken;

    private OsloParser(string file) => _file = file;

    /// <summary>Reads a file's options, in their order. A line that can't be read is a fault, and those after it are read.</summary>
    public static IReadOnlyList<OsloOption> Parse(string file, ReadOnlySpan<byte> content, ICollection<ImportFault> faults)
    {
        var parser = new OsloParser(file);
        if (content.StartsWith(Encoding.UTF8.Preamble))
            content = content[Encoding.UTF8.Preamble.Length..];
        while (content.Length > 0)
            parser.Read(TakeLine(ref content));
        foreach (ImportFault fault in parser._faults)
            faults.Add(fault);
        return parser._options;
    }

    // A line ends with a newline, a carriage return, or both.
    private static ReadOnlySpan<byte> TakeLine(ref ReadOnlySpan<byte> content)
    {
        int end = content.IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0)
            end = content.Length;
        ReadOnlySpan<byte> line = content[..end];
        bool isBoth = content[end..].StartsWith("\r\n"u8);
        content = content[Math.Min(end + (isBoth ? 2 : 1), content.Length)..];
        return line;
    }

    private void Read(ReadOnlySpan<byte> bytes)
    {
        _line++;
        try
        {
            Read(Utf8.GetString(bytes).TrimEnd());
        }
        catch (DecoderFallbackException)
        {
            Fault("the line is not UTF-8 text");
        }
    }

    private void Read(string line)
    {
        if (line.Length > 0 && line[0] is ' ' or '\t')
        {
            Continue(line.TrimStart());
            return;
        }
        _hasOpenValue = false;
        _skipsContinuations = false;
        if (line.Length == 0 || line[0] is '#' or ';')
            return;
        if (line[0] == '[')
            BeginSection(line);
        else
            Assign(line);
    }

    private void Continue(string text)
    {
        if (_hasOpenValue)
            _options[^1] = _options[^1] with { Value = _options[^1].Value + '\n' + text };
        else if (!_skipsContinuations)
            Fault("the line begins with a blank, so it would continue a value, and there is none before it; begin it at the left");
    }

    private void BeginSection(string line)
    {
        _section = null;
        if (!line.EndsWith(']'))
            Fault("a section's name stands between [ and ], with nothing after it");
        else if (line.Length == 2)
            Fault("the section has no name; write it like [DEFAULT]");
        else if (line[1..^1] is var name && name != OsloOption.DefaultSection && name.Equals(OsloOption.DefaultSection, StringComparison.OrdinalIgnoreCase))
            Fault("the section's name is [DEFAULT], in capitals; Neutron does not read this one");
        else
            _section = name;
        _isSectionBroken = _section is null;
    }

    private void Assign(string line)
    {
        // A broken line is not quoted: it may hold a password.
        int end = line.AsSpan().IndexOfAny('=', ':');
        string name = end < 0 ? "" : line[..end].Trim();
        if (end < 0)
            Fault("there is no '=' or ':' after the option's name; write 'name = value', or put # before a comment");
        else if (name.Length == 0)
            Fault("the option has no name; write 'name = value'");
        else if (name.Any(char.IsWhiteSpace))
            Fault("there is a blank in the option's name, or no '=' behind it; write 'name = value'");
        else if (_section is not null)
            Add(name, line[(end + 1)..].Trim());
        else if (!_isSectionBroken)
            Fault($"the option '{DescribeCharacter.Printable(name)}' stands before the first section; put it below [DEFAULT] or the section that it belongs to");
        _skipsContinuations = !_hasOpenValue;
    }

    private void Add(string name, string value)
    {
        _options.Add(new OsloOption(_file, _line, _section!, name, Unquote(value)));
        _hasOpenValue = true;
    }

    private static string Unquote(string value)
    {
        if (value.Length == 0 || value[0] is not ('"' or '\'') || value[^1] != value[0])
            return value;
        return value.Length == 1 ? "" : value[1..^1];
    }

    private void Fault(string problem) => _faults.Add(new ImportFault(_file, _line, problem));
}
