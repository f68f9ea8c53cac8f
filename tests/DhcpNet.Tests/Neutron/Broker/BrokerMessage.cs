namespace DhcpNet.Tests.Neutron.Broker;

/// <summary>A message that was published.</summary>
internal sealed record BrokerMessage(string Exchange, string RoutingKey, string Properties, byte[] Body);
