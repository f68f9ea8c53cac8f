namespace DhcpNet.NetworkFiles;

/// <summary>A cell of a CSV file.</summary>
/// <param name="Text">What is in it; one without quotes has no blanks at its ends.</param>
/// <param name="Problem">Why it can't be what was meant; null: it can.</param>
internal readonly record struct CsvCell(string Text, string? Problem);
