namespace DhcpNet.Plugins;

/// <summary>What came of the definition of a network.</summary>
/// <param name="Definition">The definition.</param>
/// <param name="NetworkId">The network's id; null where it can't be made.</param>
/// <param name="Created">Whether it is new; false where one was there already that is just so, or where it can't be made.</param>
/// <param name="Faults">Why it can't be made; empty where it is there.</param>
public sealed record NetworkDefinitionResult(NetworkDefinition Definition, Guid? NetworkId, bool Created, IReadOnlyList<NetworkFault> Faults);
