namespace DhcpNet.Probe;

/// <summary>An option as dnsmasq knows it.</summary>
/// <param name="Code">Its number.</param>
/// <param name="Name">dnsmasq's name for it (<c>dnsmasq --help dhcp</c>).</param>
/// <param name="Kind">How its value is read.</param>
internal sealed record OptionDefinition(int Code, string Name, OptionKind Kind);
