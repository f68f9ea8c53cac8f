namespace DhcpNet.Shell;

/// <summary>Completes a word that is the beginning of a file's path: one with a slash in it, or an argument of <c>cd</c>.</summary>
internal static class FileCompletion
{
    private const string Separators = " \t\n;|&(){}=,'\"";

    public static Completions Complete(string text, int cursor, string currentDirectory)
    {
        int start = cursor;
        while (start > 0 && !Separators.Contains(text[start - 1], StringComparison.Ordinal))
            start--;
        string word = text[start..cursor];
        bool isArgumentOfCd = text[..start].TrimEnd() is "cd" or "Set-Location";
        int slash = word.LastIndexOf('/');
        if (slash < 0 && !isArgumentOfCd)
            return Completions.None;
        string parent = word[..(slash + 1)];
        string[] names = Names(Path.Combine(currentDirectory, WithHome(parent)), word[(slash + 1)..], isArgumentOfCd);
        bool isQuoted = start > 0 && text[start - 1] is '\'' or '"';
        return new Completions(start, word.Length, [.. names.Select(n => isQuoted ? parent + n : Escaped(parent + n))], names);
    }

    private static string[] Names(string directory, string beginning, bool directoriesOnly)
    {
        try
        {
            return
            [
                .. new DirectoryInfo(directory).EnumerateFileSystemInfos()
                    .Where(e => e.Name.StartsWith(beginning, StringComparison.Ordinal) && (beginning.Length > 0 || e.Name[0] != '.'))
                    .Where(e => e is DirectoryInfo || !directoriesOnly)
                    .Select(e => e is DirectoryInfo ? e.Name + "/" : e.Name)
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string WithHome(string path) =>
        path.StartsWith("~/", StringComparison.Ordinal) ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..] : path;

    private static string Escaped(string path) => string.Concat(path.Select(c => Separators.Contains(c, StringComparison.Ordinal) || c is '$' or '`' ? $"`{c}" : c.ToString()));
}
