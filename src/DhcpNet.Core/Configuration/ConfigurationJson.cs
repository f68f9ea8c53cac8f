using System.Text.Json;
using System.Text.Json.Serialization;

namespace DhcpNet.Configuration;

/// <summary>The configuration file's JSON: the properties of <see cref="DhcpConfiguration"/> in camel case; a time is a number of seconds, or "infinite".</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    IgnoreReadOnlyProperties = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(NeutronJsonConverters.IPAddressConverter), typeof(SecondsConverter)])]
[JsonSerializable(typeof(DhcpConfiguration))]
internal sealed partial class ConfigurationJson : JsonSerializerContext;
