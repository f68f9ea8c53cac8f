using DhcpNet.Validation;

namespace DhcpNet;

/// <summary>A DHCP option for one port (Neutron: extra_dhcp_opts).</summary>
/// <param name="OptName">The option's name or number as dnsmasq knows it, a tag before it allowed: <c>bootfile-name</c>, <c>66</c>, <c>tag:ipxe,bootfile-name</c>.</param>
/// <param name="OptValue">Its value; null in an update removes the option.</param>
/// <param name="IpVersion">4 or 6.</param>
public sealed record ExtraDhcpOption(string OptName, string? OptValue, int IpVersion = 4)
{
    /// <summary>The client identifier (option 61), which goes to the host line and not to the options.</summary>
    public const string ClientId = "client-id";

    private const string ClientIdNumber = "61";

    /// <summary>Whether an option of that name is the client identifier, by name or number.</summary>
    public static bool IsClientId(string? optName) => optName is ClientId or ClientIdNumber;

    /// <summary><c>name=value</c>.</summary>
    public override string ToString() => DescribeCharacter.Printable($"{OptName}={OptValue}");
}
