namespace DhcpNet.NetworkFiles;

/// <summary>A record of a CSV file.</summary>
/// <param name="Line">The line that it begins on, from 1.</param>
/// <param name="Cells">Its cells.</param>
internal sealed record CsvRecord(long Line, IReadOnlyList<CsvCell> Cells)
{
    /// <summary>Whether there is nothing on the line.</summary>
    public bool IsBlank => Cells is [{ Text: "", Problem: null }];
}
