namespace DhcpNet.Binding;

/// <summary>A network namespace as a person or a pipeline names it: its name, or an object that tells it.</summary>
public sealed class NamespaceReference
{
    internal NamespaceReference(string name) => Name = name;

    /// <summary>The namespace's name.</summary>
    public string Name { get; }

    /// <summary>Whether the name itself was given. What an object tells need not be there: a network has its namespace's name before it has one.</summary>
    internal bool IsNamed { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
