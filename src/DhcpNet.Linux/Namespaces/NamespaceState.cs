namespace DhcpNet.Linux;

/// <summary>What stands under a namespace's name in <see cref="NetworkNamespace.Directory"/>.</summary>
public enum NamespaceState
{
    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>A namespace that can be entered.</summary>
    Ready,

    /// <summary>A file on which no namespace is mounted: whoever was creating it was killed halfway, or the file is something else.</summary>
    Broken,
}
