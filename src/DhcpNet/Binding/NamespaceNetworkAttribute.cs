namespace DhcpNet.Binding;

/// <summary>Takes a network by its namespace, or by all that <see cref="NetworkReferenceAttribute"/> takes.</summary>
public sealed class NamespaceNetworkAttribute : ReferenceAttribute
{
    private readonly NetworkReferenceAttribute _network = new();

    private protected override string Expected => "a network's namespace: give its name (qdhcp-<network id>), or what New-NetNamespace returns";

    private protected override object? From(object value, Func<string, object?> property)
    {
        return value switch
        {
            NetNamespace { Network: Network network } => new NetworkReference(network.Id),
            NetNamespace space => FromName(space.Name),
            string text when FromName(text) is NetworkReference reference => reference,
            _ when (property("Namespace") ?? property("Name")) is string name && FromName(name) is NetworkReference reference => reference,
            _ => _network.FromValue(value, property),
        };
    }

    private static NetworkReference? FromName(string name) => NamespaceNames.TryGetNetworkId(name, out Guid id) ? new NetworkReference(id) : null;
}
