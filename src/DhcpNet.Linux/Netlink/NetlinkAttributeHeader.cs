using System.Runtime.InteropServices;

namespace DhcpNet.Linux;

/// <summary>struct nlattr.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NetlinkAttributeHeader
{
    public ushort Length;
    public ushort Type;
}
