namespace DhcpNet.Probe;

/// <summary>A probe that is plugged into a network: its device in the probes' namespace.</summary>
/// <param name="Name">The device's name.</param>
/// <param name="Index">Its number there.</param>
/// <param name="Mac">Its own MAC address, which every frame comes from.</param>
internal sealed record ProbeDevice(string Name, int Index, MacAddress Mac);
