using System.Text.Json;
using DhcpNet.Linux;

namespace DhcpNet.Agent;

/// <summary>The file in which an agent tells other processes how it stands. It holds no secret.</summary>
internal static class AgentStatusFile
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Writes it, whole or not at all.</summary>
    public static void Write(DhcpConfiguration configuration, DhcpAgentStatus status) =>
        AtomicFile.Write(PathOf(configuration), JsonSerializer.Serialize(status, AgentStatusJson.Default.DhcpAgentStatus) + "\n", Mode);

    /// <summary>What it says; nothing where there is none that can be read.</summary>
    public static DhcpAgentStatus Read(DhcpConfiguration configuration)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(PathOf(configuration)), AgentStatusJson.Default.DhcpAgentStatus) ?? new DhcpAgentStatus();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return new DhcpAgentStatus();
        }
    }

    private static string PathOf(DhcpConfiguration configuration) => Path.Combine(configuration.StatePath, "agent.json");
}
