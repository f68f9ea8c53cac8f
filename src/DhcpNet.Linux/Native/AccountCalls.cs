using System.Runtime.InteropServices;

namespace DhcpNet.Linux.Native;

/// <summary>Library calls on users and groups: getpwnam(3), getpwuid(3), getgrnam(3), getgrgid(3), geteuid(2), getegid(2).</summary>
internal static unsafe partial class AccountCalls
{
    // struct passwd has 48 bytes and struct group 32 on every 64-bit architecture, in glibc and in musl. Both begin with the name.
    private const int EntrySize = 64;
    private const int FirstBufferSize = 1024;
    private const int LargestBufferSize = 1024 * 1024;

    private delegate int Search(byte* entry, byte* buffer, nuint size, byte** result);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "getegid")]
    public static partial uint GetEffectiveGroup();

    /// <summary>The name of the user that is found; null where there is none.</summary>
    public static string? FindUser(string name) => Find((entry, buffer, size, result) => FindUser(name, entry, buffer, size, result));

    public static string? FindUser(uint id) => Find((entry, buffer, size, result) => FindUser(id, entry, buffer, size, result));

    /// <summary>The name of the group that is found; null where there is none.</summary>
    public static string? FindGroup(string name) => Find((entry, buffer, size, result) => FindGroup(name, entry, buffer, size, result));

    public static string? FindGroup(uint id) => Find((entry, buffer, size, result) => FindGroup(id, entry, buffer, size, result));

    private static string? Find(Search search)
    {
        byte* entry = stackalloc byte[EntrySize];
        // A group's members are in the buffer too, and may be many.
        for (int size = FirstBufferSize; size <= LargestBufferSize; size *= 2)
        {
            fixed (byte* buffer = new byte[size])
            {
                byte* result;
                if (search(entry, buffer, (nuint)size, &result) != ErrorNumbers.OutOfRange)
                    return result is null ? null : Marshal.PtrToStringUTF8(*(nint*)result);
            }
        }
        return null;
    }

    [LibraryImport("libc", EntryPoint = "getpwnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FindUser(string name, byte* entry, byte* buffer, nuint size, byte** result);

    [LibraryImport("libc", EntryPoint = "getpwuid_r")]
    private static partial int FindUser(uint id, byte* entry, byte* buffer, nuint size, byte** result);

    [LibraryImport("libc", EntryPoint = "getgrnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FindGroup(string name, byte* entry, byte* buffer, nuint size, byte** result);

    [LibraryImport("libc", EntryPoint = "getgrgid_r")]
    private static partial int FindGroup(uint id, byte* entry, byte* buffer, nuint size, byte** result);
}
