namespace DhcpNet;

/// <summary>Neutron's words for <see cref="Ipv6Mode"/>.</summary>
public static class Ipv6Modes
{
    /// <summary>The words that Neutron has: <c>slaac</c>, <c>dhcpv6-stateful</c>, <c>dhcpv6-stateless</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<Ipv6Mode>().Select(ToNeutron)];

    /// <summary>The mode as Neutron writes it.</summary>
    public static string ToNeutron(Ipv6Mode mode) => mode switch
    {
        Ipv6Mode.Slaac => "slaac",
        Ipv6Mode.Dhcpv6Stateful => "dhcpv6-stateful",
        Ipv6Mode.Dhcpv6Stateless => "dhcpv6-stateless",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, null),
    };

    /// <summary>Reads Neutron's word or the name of the value, in any case.</summary>
    public static bool TryParse(string? text, out Ipv6Mode mode)
    {
        string plain = text?.Replace("-", "", StringComparison.Ordinal) ?? "";
        return Enum.TryParse(plain, ignoreCase: true, out mode) && plain.Length > 0 && char.IsLetter(plain[0]);
    }
}
