namespace DhcpNet.Plugins;

/// <summary>How a feed of notifications stands.</summary>
/// <param name="Source">Where they come from, for a person: a queue and its broker, a database. Holds no secret.</param>
/// <param name="IsConnected">Whether they can come now.</param>
/// <param name="LastError">What was wrong last; null: nothing yet.</param>
public sealed record NotificationFeedStatus(string Source, bool IsConnected, string? LastError);
