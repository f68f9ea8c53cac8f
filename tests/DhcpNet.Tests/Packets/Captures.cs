namespace DhcpNet.Tests.Packets;

/// <summary>Packets of real servers and clients; captures.txt says where they come from.</summary>
internal static class Captures
{
    private static readonly Dictionary<string, (string Kind, byte[] Bytes)> All = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Packets", "captures.txt"))
        .Where(l => !l.StartsWith('#'))
        .Select(l => l.Split(' '))
        .ToDictionary(f => f[0], f => (f[1], Convert.FromHexString(f[2])));

    /// <summary>A copy: a test may change it.</summary>
    public static byte[] Get(string name) => [.. All[name].Bytes];

    public static IEnumerable<string> NamesOf(string kind) => All.Where(c => c.Value.Kind == kind).Select(c => c.Key);
}
