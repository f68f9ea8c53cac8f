using System.Net;

namespace DhcpNet.Probe;

/// <summary>A packet that is to be answered.</summary>
/// <param name="Id">By what answers are known.</param>
/// <param name="Packet">The packet.</param>
/// <param name="Destination">Where to; null where the packet is a frame, which says that itself.</param>
/// <param name="Servers">How many servers are to answer.</param>
internal sealed record ProbeQuestion(uint Id, ReadOnlyMemory<byte> Packet, IPEndPoint? Destination, int Servers);
