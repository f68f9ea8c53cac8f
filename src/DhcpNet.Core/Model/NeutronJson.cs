using System.Text.Json.Serialization;

namespace DhcpNet;

/// <summary>Reads and writes the model in the JSON shapes of the Neutron API.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(NeutronJsonConverters.IPAddressConverter), typeof(NeutronJsonConverters.IPNetworkConverter), typeof(NeutronJsonConverters.MacAddressConverter), typeof(NeutronJsonConverters.Ipv6ModeConverter)])]
[JsonSerializable(typeof(Network))]
[JsonSerializable(typeof(IReadOnlyList<Network>))]
[JsonSerializable(typeof(Port))]
[JsonSerializable(typeof(IReadOnlyList<Port>))]
public sealed partial class NeutronJson : JsonSerializerContext;
