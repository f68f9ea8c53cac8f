using System.Text.Json.Serialization;

namespace DhcpNet.Agent;

/// <summary>The JSON of the file in which an agent tells other processes how it stands.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(DhcpAgentStatus))]
internal sealed partial class AgentStatusJson : JsonSerializerContext;
