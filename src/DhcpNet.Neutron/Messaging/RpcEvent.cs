namespace DhcpNet.Neutron.Messaging;

/// <summary>What a listener has to tell.</summary>
/// <param name="Message">A message; null: the connection was lost and is there again, and messages may be lost with it.</param>
/// <param name="Reason">Why the connection was lost.</param>
public readonly record struct RpcEvent(RpcMessage? Message, string? Reason);
