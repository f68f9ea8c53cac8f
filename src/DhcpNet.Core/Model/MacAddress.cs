using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.NetworkInformation;

namespace DhcpNet;

/// <summary>An Ethernet MAC address of six octets, written <c>fa:16:3e:00:00:02</c> as Neutron writes it.</summary>
/// <remarks>
/// <see cref="PhysicalAddress"/> holds any length, is mutable through its bytes and prints no separators; what dnsmasq, Open vSwitch
/// and a person read is the form with colons.
/// </remarks>
public readonly record struct MacAddress : IComparable<MacAddress>, ISpanParsable<MacAddress>
{
    private const int Length = 6;
    private readonly ulong _value;

    private MacAddress(ulong value) => _value = value;

    /// <summary>Makes an address of six octets.</summary>
    /// <exception cref="ArgumentException">There are not six octets.</exception>
    public MacAddress(ReadOnlySpan<byte> octets)
    {
        if (octets.Length != Length)
            throw new ArgumentException($"A MAC address has 6 octets, not {octets.Length}.", nameof(octets));
        foreach (byte octet in octets)
            _value = (_value << 8) | octet;
    }

    /// <summary>The address as <see cref="ToString"/> has it: what is left of an address where objects become their properties, as in PowerShell's JSON.</summary>
    public string Address => ToString();

    /// <summary>Whether the group bit of the first octet is set (IEEE 802): such an address is no station's own.</summary>
    public bool IsMulticast => ((_value >> 40) & 1) != 0;

    /// <summary>The six octets, first on the wire first.</summary>
    public byte[] GetBytes()
    {
        var octets = new byte[Length];
        for (int i = 0; i < Length; i++)
            octets[i] = (byte)(_value >> (8 * (Length - 1 - i)));
        return octets;
    }

    /// <summary>The same address as the framework's type.</summary>
    public PhysicalAddress ToPhysicalAddress() => new(GetBytes());

    /// <inheritdoc/>
    public int CompareTo(MacAddress other) => _value.CompareTo(other._value);

    /// <summary>The address in lower case, octets separated by colons.</summary>
    public override string ToString() =>
        string.Create(Length * 3 - 1, _value, static (span, value) =>
        {
            for (int i = 0; i < Length; i++)
            {
                if (i > 0)
                    span[i * 3 - 1] = ':';
                ((byte)(value >> (8 * (Length - 1 - i)))).TryFormat(span[(i * 3)..], out _, "x2", CultureInfo.InvariantCulture);
            }
        });

    /// <summary>Reads an address: six octets of two hexadecimal digits, separated by colons or by hyphens, or not at all.</summary>
    /// <exception cref="FormatException">The text is not an address.</exception>
    public static MacAddress Parse(string text) => Parse(text.AsSpan(), null);

    /// <inheritdoc/>
    public static MacAddress Parse(string s, IFormatProvider? provider) => Parse(s.AsSpan(), provider);

    /// <inheritdoc/>
    public static MacAddress Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, provider, out MacAddress address)
            ? address
            : throw new FormatException($"'{s}' is not a MAC address. Write six octets in hexadecimal, such as fa:16:3e:00:00:02.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out MacAddress result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out MacAddress result)
    {
        result = default;
        int separator = s.Length == Length * 2 ? 0 : 1;
        if (s.Length != Length * (2 + separator) - separator)
            return false;
        ulong value = 0;
        for (int i = 0; i < Length; i++)
        {
            int at = i * (2 + separator);
            if (i > 0 && separator == 1 && (s[at - 1] is not (':' or '-') || s[at - 1] != s[2]))
                return false;
            if (!byte.TryParse(s.Slice(at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte octet))
                return false;
            value = (value << 8) | octet;
        }
        result = new MacAddress(value);
        return true;
    }

    /// <summary>Whether <paramref name="left"/> sorts before <paramref name="right"/>.</summary>
    public static bool operator <(MacAddress left, MacAddress right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> sorts after <paramref name="right"/>.</summary>
    public static bool operator >(MacAddress left, MacAddress right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> does not sort after <paramref name="right"/>.</summary>
    public static bool operator <=(MacAddress left, MacAddress right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> does not sort before <paramref name="right"/>.</summary>
    public static bool operator >=(MacAddress left, MacAddress right) => left.CompareTo(right) >= 0;
}
