using System.Net;
using System.Runtime.InteropServices;

namespace DhcpNet.Linux;

/// <summary>struct nfgenmsg.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NfTablesHeader
{
    // NFNL_SUBSYS_NFTABLES
    private const short Subsystem = 10;

    public byte Family;
    public byte Version;
    public ushort ResourceId;

    /// <summary>That of a batch's begin and end: whom the batch is for.</summary>
    public static NfTablesHeader OfBatch => new() { ResourceId = (ushort)IPAddress.HostToNetworkOrder(Subsystem) };
}
