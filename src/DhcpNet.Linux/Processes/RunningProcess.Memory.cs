using System.Globalization;

namespace DhcpNet.Linux;

/// <content>Memory.</content>
public sealed partial record RunningProcess
{
    /// <summary>How many bytes of memory it has now, those shared with others included (proc(5): VmRSS); null if it has ended.</summary>
    public long? GetResidentBytes()
    {
        if (!IsAlive || TryRead(ProcessDirectory.PathOf(ProcessId, "status")) is not string status)
            return null;
        // As: "2148 kB".
        string? kibibytes = ProcessDirectory.FindField(status, "VmRSS:")?.Split(' ')[0];
        return long.TryParse(kibibytes, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number * 1024 : null;
    }
}
