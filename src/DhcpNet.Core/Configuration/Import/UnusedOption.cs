namespace DhcpNet.Configuration.Import;

/// <summary>An option of Neutron's DHCP agent that DhcpNet does not use.</summary>
/// <param name="Section">Its section.</param>
/// <param name="Name">Its name.</param>
/// <param name="Reason">Why not; a clause without a full stop.</param>
internal sealed record UnusedOption(string Section, string Name, string Reason)
{
    /// <summary>The values, in small letters, with which the agent does what DhcpNet does; empty where that is so with all.</summary>
    public IReadOnlyList<string> Alike { get; init; } = [];

    public string Key => OsloOption.KeyOf(Section, Name);

    /// <summary>Whether the agent does something else than DhcpNet with that value.</summary>
    public bool Differs(string value) => Alike.Count > 0 && !Alike.Contains(value.ToLowerInvariant());
}
