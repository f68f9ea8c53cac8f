namespace DhcpNet.Binding;

/// <summary>A network as a person or a pipeline names it: its name, its id, or any object that tells one of them.</summary>
public sealed class NetworkReference
{
    internal NetworkReference(Guid id) => Id = id;

    internal NetworkReference(string name) => Name = name;

    /// <summary>The network's id, where it was given.</summary>
    public Guid? Id { get; }

    /// <summary>The network's name, where it was given.</summary>
    public string? Name { get; }

    /// <summary>The network that a text names: by its id where it is one, else by its name.</summary>
    internal static NetworkReference Parse(string text) => Guid.TryParse(text, out Guid id) ? new NetworkReference(id) : new NetworkReference(text);

    /// <summary>The name or the id.</summary>
    public override string ToString() => Name ?? Id.ToString()!;
}
