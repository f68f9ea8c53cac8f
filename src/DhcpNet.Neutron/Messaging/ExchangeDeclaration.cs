namespace DhcpNet.Neutron.Messaging;

/// <summary>An exchange as it is declared.</summary>
internal sealed record ExchangeDeclaration(string Name, string Type, bool IsDurable, bool IsAutoDelete);
