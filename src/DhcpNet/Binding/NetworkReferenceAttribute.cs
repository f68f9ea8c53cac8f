namespace DhcpNet.Binding;

/// <summary>Takes a network by object, id or name.</summary>
public sealed class NetworkReferenceAttribute : ReferenceAttribute
{
    private protected override string Expected => "a network: give its name, its id, or an object with a Network, NetworkId, Id or Name property";

    internal string ExpectedText => Expected;

    internal object? FromValue(object value, Func<string, object?> property) => From(value, property);

    private protected override object? From(object value, Func<string, object?> property)
    {
        return value switch
        {
            NetworkReference reference => reference,
            Network network => new NetworkReference(network.Id),
            Port port => new NetworkReference(port.NetworkId),
            Subnet subnet => new NetworkReference(subnet.NetworkId),
            Guid id => new NetworkReference(id),
            string { Length: > 0 } text => NetworkReference.Parse(text),
            string => null,
            _ => FromProperties(property),
        };
    }

    // An object that names its network says more than its own id and name do.
    private NetworkReference? FromProperties(Func<string, object?> property)
    {
        if (property("Network") is object network && From(network, name => System.Management.Automation.PSObject.AsPSObject(network).Properties[name]?.Value) is NetworkReference nested)
            return nested;
        if (Id(property, "NetworkId", "Id") is Guid id)
            return new NetworkReference(id);
        return Text(property, "NetworkName", "Name") is string name ? new NetworkReference(name) : null;
    }
}
