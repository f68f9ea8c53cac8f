using System.Text.Json;
using System.Text.Json.Nodes;
using DhcpNet.Linux;
using DhcpNet.Setup;

namespace DhcpNet.Configuration;

/// <summary>The file that overrides the configuration's defaults: <c>/etc/dhcpnet/dhcpnet.json</c>, or what <c>DHCPNET_CONFIG</c> names.</summary>
public static class ConfigurationFile
{
    /// <summary>Names another file than the usual one.</summary>
    public const string PathVariable = "DHCPNET_CONFIG";

    private const string DefaultPath = "/etc/dhcpnet/dhcpnet.json";
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Where the file is or would be.</summary>
    public static string FilePath => Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } path ? path : DefaultPath;

    /// <summary>The configuration: the file's values over the defaults. A file that does not exist overrides nothing.</summary>
    /// <exception cref="DhcpNetException"><c>ConfigurationFileInvalid</c>: the file can't be read, or says something that is not allowed.</exception>
    public static DhcpConfiguration Load()
    {
        string path = FilePath;
        try
        {
            if (!File.Exists(path))
                return new DhcpConfiguration();
            DhcpConfiguration configuration = OverDefaults(File.ReadAllBytes(path));
            ConfigurationRules.Check(configuration);
            return configuration;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or DhcpNetException)
        {
            throw new DhcpNetException("ConfigurationFileInvalid", DhcpNetErrorKind.InvalidInput,
                $"The configuration file '{path}' can't be used: {e.Message} Correct it, or move it away to go by the defaults.", path, e);
        }
    }

    /// <summary>Writes what differs from the defaults.</summary>
    /// <exception cref="DhcpNetException"><c>ConfigurationFileNotWritable</c>.</exception>
    public static string Save(DhcpConfiguration configuration)
    {
        string path = Path.GetFullPath(FilePath);
        try
        {
            StateDirectory.Ensure(Path.GetDirectoryName(path)!);
            AtomicFile.Write(path, ToJson(configuration), Mode);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DhcpNetException)
        {
            throw new DhcpNetException("ConfigurationFileNotWritable", DhcpNetErrorKind.PermissionDenied,
                $"The configuration file '{path}' can't be written: {e.Message} Run as root, or name another file in the environment variable {PathVariable}.", path, e);
        }
    }

    // What the file does not name keeps its default. The generated deserializer alone would set it to null or zero.
    private static DhcpConfiguration OverDefaults(byte[] file)
    {
        using var given = JsonDocument.Parse(file, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        if (given.RootElement.ValueKind != JsonValueKind.Object)
            throw new JsonException("It is to hold one object, { … }.");
        JsonObject values = JsonSerializer.SerializeToNode(new DhcpConfiguration(), ConfigurationJson.Default.DhcpConfiguration)!.AsObject();
        foreach (JsonProperty property in given.RootElement.EnumerateObject())
        {
            string name = values.Select(v => v.Key).FirstOrDefault(k => k.Equals(property.Name, StringComparison.OrdinalIgnoreCase))
                ?? throw new JsonException($"There is no setting '{property.Name}'. There are {string.Join(", ", values.Select(v => v.Key))}.");
            if (property.Value.ValueKind == JsonValueKind.Null)
                throw new JsonException($"'{property.Name}' is null. Leave it out to have the default.");
            values[name] = JsonNode.Parse(property.Value.GetRawText());
        }
        return values.Deserialize(ConfigurationJson.Default.DhcpConfiguration)!;
    }

    private static string ToJson(DhcpConfiguration configuration)
    {
        JsonElement defaults = JsonSerializer.SerializeToElement(new DhcpConfiguration(), ConfigurationJson.Default.DhcpConfiguration);
        JsonElement values = JsonSerializer.SerializeToElement(configuration, ConfigurationJson.Default.DhcpConfiguration);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            foreach (JsonProperty property in values.EnumerateObject())
            {
                if (property.Value.GetRawText() != defaults.GetProperty(property.Name).GetRawText())
                    property.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
