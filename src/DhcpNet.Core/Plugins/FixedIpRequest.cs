using System.Net;

namespace DhcpNet.Plugins;

/// <summary>An address that a port is to have on a subnet.</summary>
/// <param name="SubnetId">The subnet.</param>
/// <param name="IpAddress">The address; null: the plugin chooses.</param>
public sealed record FixedIpRequest(Guid SubnetId, IPAddress? IpAddress = null);
