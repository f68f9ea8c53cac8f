using DhcpNet.Plugins;
using DhcpNet.Validation;

namespace DhcpNet.NetworkFiles;

/// <summary>Where the columns of a CSV file of networks are, as its first record says.</summary>
internal sealed class CsvHeader
{
    private const int MostTold = 5;
    private const int MostShown = 60;

    private readonly Dictionary<CsvColumn, int> _columns = [];

    private CsvHeader(int count) => Count = count;

    /// <summary>How many columns there are.</summary>
    public int Count { get; }

    /// <summary>The cell of a column; null where the file, or this record of it, has none.</summary>
    public CsvCell? Cell(CsvRecord record, CsvColumn column) =>
        _columns.TryGetValue(column, out int index) && index < record.Cells.Count ? record.Cells[index] : null;

    /// <summary>Reads the first record of a file.</summary>
    /// <exception cref="DhcpNetException"><c>NetworkFileInvalid</c>: it is no header.</exception>
    public static CsvHeader Read(string file, CsvReader reader)
    {
        CsvRecord? record = reader.Read();
        while (record is { IsBlank: true })
            record = reader.Read();
        string known = string.Join(", ", CsvColumn.All.Select(column => column.Name));
        if (record is null)
            throw NetworkFileErrors.Invalid(new FilePlace(file, 1), $"the file is empty; its first line has to name the columns, of {known}");
        var header = new CsvHeader(record.Cells.Count);
        List<string> problems = [];
        if (record.Cells.Select(cell => cell.Problem).OfType<string>().FirstOrDefault() is string unreadable)
            throw NetworkFileErrors.Invalid(new FilePlace(file, record.Line), unreadable);
        for (int i = 0; i < record.Cells.Count; i++)
        {
            if (header.Add(record.Cells[i].Text, i) is string problem)
                problems.Add(problem);
        }
        if (problems.Count == 0 && !header._columns.ContainsKey(CsvColumn.Network))
            problems.Add($"there is no column '{CsvColumn.Network.Name}'");
        if (problems.Count > 0)
            throw NetworkFileErrors.Invalid(new FilePlace(file, record.Line), $"{string.Join("; ", problems.Take(MostTold))}; the columns that there are: {known}");
        return header;
    }

    // What is wrong with the name, or null.
    private string? Add(string name, int index)
    {
        if (CsvColumn.Find(name) is not { } column)
            return Unknown(name);
        return _columns.TryAdd(column, index)
            ? null
            : $"the column '{column.Name}' comes twice{(name == column.Name ? "" : $", once as '{DescribeCharacter.Printable(name)}'")}";
    }

    private static string Unknown(string text)
    {
        if (text.Length == 0)
            return "a column has no name";
        string shown = DescribeCharacter.Printable(text.Length > MostShown ? text[..MostShown] + "…" : text);
        if (text.Contains(';', StringComparison.Ordinal) || text.Contains('\t', StringComparison.Ordinal))
            return $"'{shown}' is one cell, and not several; write commas between cells";
        string? similar = text.Length > MostShown ? null : SimilarName.Of(text, CsvColumn.All.Select(column => column.Name));
        return $"there is no column '{shown}'{(similar is null ? "" : $"; '{similar}' was probably meant")}";
    }
}
