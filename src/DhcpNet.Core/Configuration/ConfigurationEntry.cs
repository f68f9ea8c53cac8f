using System.Text.Json;

namespace DhcpNet.Configuration;

/// <summary>A key of the configuration file, with its value.</summary>
/// <param name="Key">The key, as it is written.</param>
/// <param name="Line">The line on which it stands, from 1.</param>
/// <param name="Value">The value.</param>
internal sealed record ConfigurationEntry(string Key, int Line, JsonElement Value);
