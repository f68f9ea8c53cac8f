namespace DhcpNet.Binding;

/// <summary>A lease as a person or a pipeline names it: its address, or an object that tells network, address and client.</summary>
public sealed class LeaseReference
{
    internal LeaseReference(string address) => Address = address;

    internal LeaseReference(DhcpLease lease)
        : this(lease.Address.ToString()) => Lease = lease;

    /// <summary>The address.</summary>
    public string Address { get; }

    /// <summary>The lease itself, where it was given.</summary>
    internal DhcpLease? Lease { get; }

    /// <summary>The network, where it was given.</summary>
    internal NetworkReference? Network { get; init; }

    /// <summary>The client, where it was given: a lease of the address that is another client's by now is not meant.</summary>
    internal string? Client { get; init; }

    /// <summary>What tells the client of a lease.</summary>
    internal static string DescribeClient(object? mac, object? clientId, object? duid, object? iaid) => $"{mac}|{clientId}|{duid}|{iaid}";

    /// <summary>Whether it names the lease.</summary>
    internal bool Matches(DhcpLease lease) =>
        System.Net.IPAddress.TryParse(Address, out System.Net.IPAddress? address)
        && address.Equals(lease.Address)
        && (Client is null || string.Equals(Client, DescribeClient(lease.MacAddress, lease.ClientId, lease.Duid, lease.Iaid), StringComparison.OrdinalIgnoreCase));

    /// <summary>The address.</summary>
    public override string ToString() => Address;
}
