namespace DhcpNet.Binding;

/// <summary>Takes a DHCP port by object or id.</summary>
public sealed class PortReferenceAttribute : ReferenceAttribute
{
    private protected override string Expected => "a DHCP port: give its id, or an object with a Port, PortId or Id property";

    private protected override object? From(object value, Func<string, object?> property)
    {
        return value switch
        {
            PortReference reference => reference,
            Port port => new PortReference(port.Id) { Port = port },
            Guid id => new PortReference(id),
            string text => Guid.TryParse(text, out Guid id) ? new PortReference(id) : null,
            _ when property("Port") is Port port => new PortReference(port.Id) { Port = port },
            _ => Id(property, "PortId", "Id") is Guid id ? new PortReference(id) : null,
        };
    }
}
