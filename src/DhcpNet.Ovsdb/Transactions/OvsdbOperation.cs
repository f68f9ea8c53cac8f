using System.Text.Json;

namespace DhcpNet.Ovsdb;

/// <summary>One operation of a transaction: what it is called in messages, and how it is written.</summary>
internal sealed record OvsdbOperation(string Kind, string? Table, Action<Utf8JsonWriter> WriteMembers);
