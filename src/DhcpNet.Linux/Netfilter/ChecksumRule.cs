using System.Net.Sockets;

namespace DhcpNet.Linux;

/// <summary>One family's rule that completes the checksum of UDP packets to a port, in a chain of its own to which POSTROUTING jumps.</summary>
internal sealed record ChecksumRule
{
    private const int MaximumChainLength = 28; // XT_EXTENSION_MAXNAMELEN without its end

    /// <summary>Describes a rule.</summary>
    /// <exception cref="ArgumentException">No chain can have that name.</exception>
    public ChecksumRule(AddressFamily family, string chain, ushort port)
    {
        ArgumentException.ThrowIfNullOrEmpty(chain);
        // What goes to iptables-restore is lines of text: nothing may end a line or begin an option.
        if (chain.Length > MaximumChainLength || chain[0] == '-' || chain.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')))
            throw new ArgumentException($"'{chain}' is no name of a chain.", nameof(chain));
        Family = family;
        Chain = chain;
        Port = port;
    }

    public AddressFamily Family { get; }

    public string Chain { get; }

    /// <summary>The destination port.</summary>
    public ushort Port { get; }
}
