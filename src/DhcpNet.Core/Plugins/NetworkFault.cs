namespace DhcpNet.Plugins;

/// <summary>Why a network that was defined can't be made.</summary>
/// <param name="Place">Where the part of it that is at fault was read; null: in no file.</param>
/// <param name="Error">The rule that is broken.</param>
public sealed record NetworkFault(FilePlace? Place, DhcpNetException Error);
