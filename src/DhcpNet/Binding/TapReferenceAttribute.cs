namespace DhcpNet.Binding;

/// <summary>Takes a tap by object or name.</summary>
public sealed class TapReferenceAttribute : ReferenceAttribute
{
    private protected override string Expected => "a tap: give its name, or an object with a TapName or Name property";

    private protected override object? From(object value, Func<string, object?> property)
    {
        return value switch
        {
            TapReference reference => reference,
            OvsTap tap => new TapReference(tap.Name) { Tap = tap },
            string { Length: > 0 } name => new TapReference(name) { IsNamed = true },
            string => null,
            _ => Text(property, "TapName", "Name") is string name ? new TapReference(name) : null,
        };
    }
}
