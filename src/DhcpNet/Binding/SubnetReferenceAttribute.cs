namespace DhcpNet.Binding;

/// <summary>Takes a subnet by object, id, prefix or name.</summary>
public sealed class SubnetReferenceAttribute : ReferenceAttribute
{
    private protected override string Expected => "a subnet: give its prefix, its id, its name, or an object with a SubnetId, Id or Cidr property";

    private protected override object? From(object value, Func<string, object?> property)
    {
        return value switch
        {
            SubnetReference reference => reference,
            Subnet subnet => new SubnetReference(subnet.Id),
            Guid id => new SubnetReference(id),
            string text when Guid.TryParse(text, out Guid id) => new SubnetReference(id),
            string { Length: > 0 } text => new SubnetReference(text),
            string => null,
            System.Net.IPNetwork prefix => new SubnetReference(prefix.ToString()),
            _ when Id(property, "SubnetId", "Id") is Guid id => new SubnetReference(id),
            _ => property("Cidr")?.ToString() is { Length: > 0 } cidr ? new SubnetReference(cidr) : null,
        };
    }
}
