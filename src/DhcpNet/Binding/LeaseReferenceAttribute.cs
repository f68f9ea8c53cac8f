using System.Net;

namespace DhcpNet.Binding;

/// <summary>Takes a lease by object or address.</summary>
public sealed class LeaseReferenceAttribute : ReferenceAttribute
{
    private protected override string Expected => "a lease: give its address, or an object with the properties Address and NetworkId";

    private protected override object? From(object value, Func<string, object?> property)
    {
        return value switch
        {
            LeaseReference reference => reference,
            DhcpLease lease => new LeaseReference(lease),
            IPAddress address => new LeaseReference(address.ToString()),
            string text => IPAddress.TryParse(text, out IPAddress? address) ? new LeaseReference(address.ToString()) : null,
            _ => FromProperties(property),
        };
    }

    private static LeaseReference? FromProperties(Func<string, object?> property)
    {
        if (!IPAddress.TryParse(property("Address")?.ToString(), out IPAddress? address))
            return null;
        return new LeaseReference(address.ToString())
        {
            Network = Id(property, "NetworkId") is Guid id ? new NetworkReference(id) : null,
            Client = LeaseReference.DescribeClient(property("MacAddress"), property("ClientId"), property("Duid"), property("Iaid")),
        };
    }
}
