namespace DhcpNet;

/// <summary>A value of an answer that is not what the plugin says.</summary>
/// <param name="What">The value: <c>address</c>, <c>router</c>, <c>lease-time</c>, …; options by the names that dnsmasq has for them.</param>
/// <param name="Expected">What it is to be; <c>none</c> where it is not to be there.</param>
/// <param name="Actual">What it is; <c>none</c> where it is missing.</param>
public sealed record NetworkDhcpMismatch(string What, string Expected, string Actual)
{
    /// <summary><c>router is 10.0.0.9, not 10.0.0.1</c>.</summary>
    public override string ToString() => $"{What} is {Actual}, not {Expected}";
}
