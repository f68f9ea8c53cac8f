namespace DhcpNet.Binding;

/// <summary>Takes a network's name, wildcards included, or any object that <see cref="NetworkReferenceAttribute"/> takes.</summary>
public sealed class NetworkNameAttribute : ReferenceAttribute
{
    private readonly NetworkReferenceAttribute _network = new();

    private protected override string Expected => _network.ExpectedText;

    private protected override object? From(object value, Func<string, object?> property) => _network.FromValue(value, property)?.ToString();
}
