using System.Buffers;
using System.Text;

namespace DhcpNet.Linux;

/// <summary>A program of iptables that is installed, and which variant of it; found out without starting it.</summary>
/// <param name="UsesNfTables">Whether it is surely the variant that is made of nf_tables: else the legacy one, or a wrapper of either.</param>
/// <param name="ReadsNativePorts">Whether it takes nf_tables' own test of a port for <c>-m udp</c>; earlier versions pass over it.</param>
internal sealed record IptablesProgram(bool UsesNfTables, bool ReadsNativePorts)
{
    private const int MaximumSize = 16 * 1024 * 1024;

    private static readonly SearchValues<byte> VersionCharacters = SearchValues.Create("0123456789."u8);

    private static readonly Version FirstWithNativePorts = new(1, 8, 8);

    /// <summary>Looks for a program as <see cref="ChildProcess.Find"/> does. Null if there is none.</summary>
    public static IptablesProgram? Find(string program)
    {
        if (ChildProcess.Find(program) is not string path)
            return null;
        // All programs of a variant are links to one, which systems let their administrators choose: xtables-nft-multi, xtables-legacy-multi.
        FileInfo file = new(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
        bool usesNfTables = file.Name.Contains("nft", StringComparison.Ordinal);
        return new IptablesProgram(usesNfTables, usesNfTables && file.Length <= MaximumSize && FindVersion(File.ReadAllBytes(file.FullName)) >= FirstWithNativePorts);
    }

    /// <summary>The version that a program would print: <c>1.8.9 (nf_tables)</c>. Null where it has no such text, as none before 1.8.8 has.</summary>
    internal static Version? FindVersion(ReadOnlySpan<byte> content)
    {
        int end = content.IndexOf(" (nf_tables)"u8);
        if (end < 0)
            return null;
        int start = content[..end].LastIndexOfAnyExcept(VersionCharacters) + 1;
        return Version.TryParse(Encoding.ASCII.GetString(content[start..end]), out Version? version) ? version : null;
    }
}
