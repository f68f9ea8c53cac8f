namespace DhcpNet.Binding;

/// <summary>A reservation as a person or a pipeline names it: its id, its MAC address, its host name, or an object that tells its id.</summary>
public sealed class ReservationReference
{
    internal ReservationReference(Guid id) => Id = id;

    internal ReservationReference(string text) => Text = text;

    /// <summary>The port's id, where it was given.</summary>
    public Guid? Id { get; }

    /// <summary>Its MAC address or host name, where one was given.</summary>
    public string? Text { get; }

    /// <summary>What was given.</summary>
    public override string ToString() => Text ?? Id.ToString()!;
}
