namespace DhcpNet.Binding;

/// <summary>Takes a namespace's name, or an object that tells it; a network, or what one of its steps returned, stands for the network's.</summary>
public sealed class NamespaceReferenceAttribute : ReferenceAttribute
{
    private protected override string Expected => "a network namespace: give its name, or an object with a Namespace, NamespaceName or Name property";

    private protected override object? From(object value, Func<string, object?> property)
    {
        return value switch
        {
            NamespaceReference reference => reference,
            string name => new NamespaceReference(name) { IsNamed = true },
            _ => Text(property, "Namespace", "NamespaceName", "Name") is string name ? new NamespaceReference(name) : null,
        };
    }
}
