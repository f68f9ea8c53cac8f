using System.Runtime.InteropServices;

namespace DhcpNet.Linux.Native;

/// <summary>The part of struct statx that is used here.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatus
{
    private const int TypeMask = 0xF000;
    private const int RegularFile = 0x8000;

    [FieldOffset(20)] private readonly uint _userId;
    [FieldOffset(24)] private readonly uint _groupId;
    [FieldOffset(28)] private readonly ushort _mode;
    [FieldOffset(32)] private readonly ulong _inode;
    [FieldOffset(40)] private readonly ulong _size;
    [FieldOffset(96)] private readonly long _changeSeconds;
    [FieldOffset(104)] private readonly uint _changeNanoseconds;
    [FieldOffset(136)] private readonly uint _deviceMajor;
    [FieldOffset(140)] private readonly uint _deviceMinor;

    public readonly uint UserId => _userId;

    public readonly uint GroupId => _groupId;

    public readonly ulong Inode => _inode;

    public readonly bool IsRegularFile => (_mode & TypeMask) == RegularFile;

    public readonly bool IsEmptyRegularFile => IsRegularFile && _size == 0;

    public readonly DateTime LastChange => DateTime.UnixEpoch.AddSeconds(_changeSeconds).AddTicks(_changeNanoseconds / 100);

    public readonly (ulong Inode, uint Major, uint Minor) Numbers => (_inode, _deviceMajor, _deviceMinor);

    public readonly bool IsSameFileAs(in FileStatus other) => Numbers == other.Numbers;
}
