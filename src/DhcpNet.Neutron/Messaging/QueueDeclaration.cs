namespace DhcpNet.Neutron.Messaging;

/// <summary>A queue as it is declared.</summary>
internal sealed record QueueDeclaration(string Name, bool IsDurable, bool IsAutoDelete, IReadOnlyDictionary<string, object?> Arguments);
