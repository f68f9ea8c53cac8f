using System.Globalization;
using DhcpNet.Plugins;

namespace DhcpNet.NetworkFiles;

/// <summary>Reads the cells of one row as what they stand for, and notes what can't be read.</summary>
internal sealed class CsvRow(string file, CsvHeader header, CsvRecord record, ICollection<NetworkFault> faults)
{
    private static readonly char[] Separators = [';', ' ', '\t', '\n', '\r'];

    /// <summary>The row.</summary>
    public FilePlace Place { get; } = new(file, record.Line);

    /// <summary>Checks that there are as many cells as columns.</summary>
    public void CheckLength()
    {
        if (record.Cells.Count != header.Count)
        {
            string fix = record.Cells.Count < header.Count ? "leave cells blank, not out" : "write a cell with a comma in it in double quotes";
            Fault(Place, NetworkFileErrors.Problem($"the row has {record.Cells.Count} {(record.Cells.Count == 1 ? "cell" : "cells")}, and the header names {header.Count} columns; {fix}"));
        }
        foreach (string problem in record.Cells.Skip(header.Count).Select(cell => cell.Problem).OfType<string>())
            Fault(Place, NetworkFileErrors.Problem(problem));
    }

    /// <summary>The text of a cell; null where it is blank.</summary>
    public string? Text(CsvColumn column)
    {
        if (header.Cell(record, column) is not { } cell)
            return null;
        if (cell.Problem is null)
            return string.IsNullOrWhiteSpace(cell.Text) ? null : cell.Text;
        Fault(PlaceOf(column), NetworkFileErrors.Problem(cell.Problem));
        return null;
    }

    /// <summary>What a cell stands for; null where it is blank, or can't be read.</summary>
    public T? Value<T>(CsvColumn column, Func<string, T?> parse)
        where T : class
    {
        return Text(column) is string text ? Try(column, () => parse(text.Trim())) : null;
    }

    /// <inheritdoc cref="Value"/>
    public T? Scalar<T>(CsvColumn column, Func<string, T> parse)
        where T : struct
    {
        return Value<object>(column, text => parse(text)) is T value ? value : null;
    }

    /// <summary>A whole number.</summary>
    public int? Number(CsvColumn column, Action<int>? validate = null) => Scalar(column, text =>
    {
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
            throw NetworkFileErrors.Problem($"'{text}' is not a whole number");
        validate?.Invoke(number);
        return number;
    });

    /// <summary>Yes or no.</summary>
    public bool? Flag(CsvColumn column) => Scalar(column, text => text.ToUpperInvariant() switch
    {
        "TRUE" or "YES" or "ON" or "1" => true,
        "FALSE" or "NO" or "OFF" or "0" => false,
        _ => throw NetworkFileErrors.Problem($"'{text}' is neither true nor false"),
    });

    /// <summary>What the parts of a cell stand for; semicolons are between them, or blanks where none of the parts can have such.</summary>
    public IReadOnlyList<T>? List<T>(CsvColumn column, bool areBlanksBetween, Func<string, T> parse)
    {
        return Value<IReadOnlyList<T>>(column, text =>
            [.. text.Split(areBlanksBetween ? Separators : [';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(parse)]);
    }

    /// <summary>Notes what is wrong with a cell.</summary>
    public void Fault(CsvColumn column, DhcpNetException error) => Fault(PlaceOf(column), error);

    private void Fault(FilePlace place, DhcpNetException error) => faults.Add(new NetworkFault(place, error));

    private FilePlace PlaceOf(CsvColumn column) => Place with { Item = column.Name };

    private T? Try<T>(CsvColumn column, Func<T?> parse)
        where T : class
    {
        try
        {
            return parse();
        }
        catch (DhcpNetException error)
        {
            Fault(column, error);
            return null;
        }
    }
}
