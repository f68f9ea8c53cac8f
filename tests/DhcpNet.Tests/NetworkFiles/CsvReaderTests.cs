using System.Text;
using CsCheck;
using DhcpNet.NetworkFiles;
using DhcpNet.Tests.Model;

namespace DhcpNet.Tests.NetworkFiles;

public class CsvReaderTests
{
    [Theory]
    [InlineData("a,b\nc,d\n", "1:a|b 2:c|d")]
    [InlineData("a,b\r\nc,d", "1:a|b 2:c|d")]
    [InlineData("\ufeffa,b", "1:a|b")]
    [InlineData("a,,\n", "1:a||")]
    [InlineData(" a\t, b c ,d", "1:a|b c|d")]
    [InlineData("\"a,b\", \"c\"\"d\" ,\"\"", "1:a,b|c\"d|")]
    [InlineData("\" a \",b", "1: a |b")]
    [InlineData("a,\"1\n2\r\n3\"\nb", "1:a|1\n2\r\n3 4:b")]
    [InlineData("a\n\nb", "1:a 2: 3:b")]
    [InlineData("\"a\0b\"", "1:a\0b")]
    [InlineData("", "")]
    public void Records_are_read_as_RFC_4180_has_them(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', Read(text).Select(r => $"{r.Line}:{string.Join('|', r.Cells.Select(c => c.Text))}")));

    [Theory]
    [InlineData("a\"b,c", "within a cell")]
    [InlineData("\"a\"b,c", "after a closing quote")]
    [InlineData("a\0b,c", "NUL")]
    public void What_is_wrong_with_a_cell_stands_with_it_and_the_next_ones_are_read(string text, string problem)
    {
        CsvRecord record = Assert.Single(Read(text));

        Assert.Contains(problem, record.Cells[0].Problem, StringComparison.Ordinal);
        Assert.Equal(new CsvCell("c", null), record.Cells[1]);
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_told_with_their_line()
    {
        List<CsvRecord> records = Read([.. "a\nb"u8, 0xff, .. "\nc,\"d"u8, 0xc3, .. "\""u8]);

        Assert.Contains("UTF-8", records[1].Cells[0].Problem, StringComparison.Ordinal);
        Assert.Null(records[2].Cells[0].Problem);
        Assert.Contains("UTF-8", records[2].Cells[1].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quote_that_is_not_closed_is_told_where_it_opens()
    {
        DhcpNetException error = Refused.AsInput("NetworkFileInvalid", () => Read("a\nb,\"c\nd\n"));
        Assert.StartsWith("f.csv:2: A quote", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_without_end_is_refused_before_it_fills_the_memory()
    {
        DhcpNetException error = Refused.AsInput("NetworkFileInvalid", () => Read("a\n" + new string('x', CsvReader.MaxRecordLength + 1)));
        Assert.StartsWith("f.csv:2: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_writer_quotes_is_read_back() => Gen.String[Gen.OneOf(Gen.Char['\0', '\u00ff'], Gen.Char[",\"\r\n\t \u2028é"]), 0, 12].Array[1, 4].Sample(cells =>
    {
        string[] written = [.. cells.Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")];
        CsvRecord record = Assert.Single(Read(string.Join(',', written)));
        Assert.Equal(cells.Select(cell => new CsvCell(cell, null)), record.Cells);
    });

    private static List<CsvRecord> Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static List<CsvRecord> Read(byte[] content)
    {
        using var stream = new MemoryStream(content);
        using var reader = new CsvReader("f.csv", stream);
        List<CsvRecord> records = [];
        while (reader.Read() is { } record)
            records.Add(record);
        return records;
    }
}
