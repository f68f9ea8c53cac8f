namespace DhcpNet.Validation;

/// <summary>IPv6 modes as people write them.</summary>
public static class Ipv6ModeText
{
    /// <summary>Reads Neutron's word for a mode.</summary>
    /// <exception cref="DhcpNetException"><c>Ipv6ModeMalformed</c>.</exception>
    public static Ipv6Mode Parse(string text) =>
        Ipv6Modes.TryParse(text, out Ipv6Mode mode)
            ? mode
            : throw Invalid.Input("Ipv6ModeMalformed", $"'{text}' is not an IPv6 mode. Give one of {string.Join(", ", Ipv6Modes.Names)}.", text);
}
