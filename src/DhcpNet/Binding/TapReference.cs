namespace DhcpNet.Binding;

/// <summary>A tap as a person or a pipeline names it: its name, or an object that tells it.</summary>
public sealed class TapReference
{
    internal TapReference(string name) => Name = name;

    /// <summary>The tap's name.</summary>
    public string Name { get; }

    /// <summary>The tap, where the pipeline brought it.</summary>
    public OvsTap? Tap { get; internal init; }

    /// <summary>Whether the name itself was given. What an object tells need not be there: a port has its tap's name before it has one.</summary>
    internal bool IsNamed { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
