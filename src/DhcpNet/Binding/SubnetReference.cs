namespace DhcpNet.Binding;

/// <summary>A subnet as a person or a pipeline names it: its id, its prefix, its name, or an object that tells its id.</summary>
public sealed class SubnetReference
{
    internal SubnetReference(Guid id) => Id = id;

    internal SubnetReference(string text) => Text = text;

    /// <summary>The subnet's id, where it was given.</summary>
    public Guid? Id { get; }

    /// <summary>Its prefix or its name, where one was given.</summary>
    public string? Text { get; }

    /// <summary>What was given.</summary>
    public override string ToString() => Text ?? Id.ToString()!;
}
