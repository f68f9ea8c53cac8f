namespace DhcpNet.Probe;

/// <summary>How the value of a DHCP option is to be read.</summary>
internal enum OptionKind
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>Addresses one after the other.</summary>
    Addresses,

    /// <summary>A number of one, two or four bytes.</summary>
    Number,

    /// <summary>A time in seconds.</summary>
    Seconds,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Names as in DNS messages.</summary>
    Names,

    /// <summary>Classless static routes (RFC 3442).</summary>
    Routes,
}
