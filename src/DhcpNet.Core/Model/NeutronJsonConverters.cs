using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DhcpNet;

/// <summary>How values of the model stand in Neutron's JSON.</summary>
internal static class NeutronJsonConverters
{
    public sealed class IPAddressConverter : JsonConverter<IPAddress>
    {
        public override IPAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            IPAddress.TryParse(reader.GetString(), out IPAddress? address) ? address : throw new JsonException($"'{reader.GetString()}' is not an IP address.");

        public override void Write(Utf8JsonWriter writer, IPAddress value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }

    public sealed class IPNetworkConverter : JsonConverter<IPNetwork>
    {
        public override IPNetwork Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            IPNetwork.TryParse(reader.GetString(), out IPNetwork network) ? network : throw new JsonException($"'{reader.GetString()}' is not a prefix.");

        public override void Write(Utf8JsonWriter writer, IPNetwork value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }

    public sealed class MacAddressConverter : JsonConverter<MacAddress>
    {
        public override MacAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            MacAddress.TryParse(reader.GetString(), null, out MacAddress address) ? address : throw new JsonException($"'{reader.GetString()}' is not a MAC address.");

        public override void Write(Utf8JsonWriter writer, MacAddress value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }

    public sealed class Ipv6ModeConverter : JsonConverter<Ipv6Mode>
    {
        public override Ipv6Mode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Ipv6Modes.TryParse(reader.GetString(), out Ipv6Mode mode) ? mode : throw new JsonException($"'{reader.GetString()}' is not an IPv6 mode.");

        public override void Write(Utf8JsonWriter writer, Ipv6Mode value, JsonSerializerOptions options) => writer.WriteStringValue(Ipv6Modes.ToNeutron(value));
    }
}
