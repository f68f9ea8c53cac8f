using System.Runtime.InteropServices;

namespace DhcpNet.Ovsdb;

/// <summary>The network devices of the calling thread's namespace.</summary>
internal static class HostDevices
{
    /// <summary>The index of a device; 0 if there is none of that name.</summary>
    public static int GetIndex(string name) => (int)InterfaceNameToIndex(name);

    [DllImport("libc", EntryPoint = "if_nametoindex", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern uint InterfaceNameToIndex(string name);
}
