namespace DhcpNet.Binding;

/// <summary>A DHCP port as a person or a pipeline names it: its id, or an object that tells it.</summary>
public sealed class PortReference
{
    internal PortReference(Guid id) => Id = id;

    /// <summary>The port's id.</summary>
    public Guid Id { get; }

    /// <summary>The port, where the pipeline brought it.</summary>
    public Port? Port { get; internal init; }

    /// <summary>The id.</summary>
    public override string ToString() => Id.ToString();
}
