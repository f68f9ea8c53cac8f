namespace DhcpNet.Configuration.Import;

/// <summary>An option of Neutron's that DhcpNet uses.</summary>
/// <param name="Section">Its section.</param>
/// <param name="Name">Its name.</param>
/// <param name="Property">The property of <see cref="DhcpConfiguration"/> that it is.</param>
/// <param name="Apply">Sets the property. A value that can't be read is a <see cref="FormatException"/>.</param>
internal sealed record UsedOption(string Section, string Name, string Property, Func<DhcpConfiguration, string, DhcpConfiguration> Apply)
{
    /// <summary>The parameter of <c>Set-DhcpConfiguration</c>.</summary>
    public string Parameter { get; init; } = Property;

    /// <summary>Whether it is the property's former name in Neutron; the present one prevails.</summary>
    public bool IsFormer { get; init; }

    public string Key => OsloOption.KeyOf(Section, Name);
}
