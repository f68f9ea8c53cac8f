namespace DhcpNet.Plugins.Local;

/// <summary>Many ids as one parameter, which a statement takes apart with json_each.</summary>
internal static class IdList
{
    public static string Of(IEnumerable<Guid> ids) => $"[{string.Join(',', ids.Select(id => $"\"{id}\""))}]";
}
