using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DhcpNet.Tests.Neutron;

/// <summary>A message that a real agent or server sent (Neutron 21), and the answer to it.</summary>
internal sealed class Capture
{
    private readonly JsonNode _file;

    private Capture(string name, JsonNode file)
    {
        Name = name;
        _file = file;
    }

    /// <summary>Its file's name, without the ending.</summary>
    public string Name { get; }

    public static IReadOnlyList<Capture> All { get; } =
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Neutron", "Captures"), "*.json").Order(StringComparer.Ordinal).Select(Load)];

    /// <summary>What was asked or told, out of its envelope.</summary>
    public JsonObject Request => (_file["request"]?["message"] ?? _file["request_message"])!.AsObject();

    public JsonObject Arguments => Request["args"]!.AsObject();

    public string Method => (string)Request["method"]!;

    public string? RoutingKey => (string?)_file["request"]?["routing_key"];

    public string? Expiration => (string?)_file["request"]?["properties"]?["expiration"];

    /// <summary>The body of the message, byte by byte.</summary>
    public byte[] RequestBody => Encoding.UTF8.GetBytes(_file["request"]!["body"]!.ToJsonString());

    public bool HasReply => _file["reply"] is not null;

    public JsonObject Reply => _file["reply"]!["message"]!.AsObject();

    public byte[] ReplyBody => Encoding.UTF8.GetBytes(_file["reply"]!["body"]!.ToJsonString());

    public JsonElement Result => JsonSerializer.SerializeToElement(Reply["result"]);

    public static Capture Get(string name) => All.Single(c => c.Name == name);

    public static TheoryData<string> Names(params string[] prefixes) =>
        [.. All.Select(c => c.Name).Where(n => prefixes.Any(p => n.StartsWith(p, StringComparison.Ordinal)))];

    public override string ToString() => Name;

    private static Capture Load(string path) => new(Path.GetFileNameWithoutExtension(path), JsonNode.Parse(File.ReadAllText(path))!);
}
