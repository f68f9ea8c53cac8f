namespace DhcpNet.Plugins.Local;

/// <summary>What a network is where nothing was said.</summary>
internal static class NetworkDefaults
{
    /// <summary>The network that a spec describes.</summary>
    public static NetworkRow Apply(NetworkSpec spec) => new(
        spec.Id ?? Guid.NewGuid(), spec.Name, NullIfEmpty(spec.ProjectId), spec.VlanTag, spec.Mtu ?? NetworkSpec.DefaultMtu, spec.AdminStateUp ?? true);

    public static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
