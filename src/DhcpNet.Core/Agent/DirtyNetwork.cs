namespace DhcpNet.Agent;

/// <summary>A network that something is to be done about.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Reasons">Why, in the order in which it was learnt.</param>
/// <param name="Priority">What is more urgent has a lower one.</param>
/// <param name="Since">When it was learnt first.</param>
/// <param name="IsThorough">Whether all of its service is to be looked at, whatever the plugin says of changes.</param>
/// <param name="IsRespawn">Whether its dnsmasq has ended by itself.</param>
internal sealed record DirtyNetwork(Guid Id, IReadOnlyList<string> Reasons, int Priority, TimeSpan Since, bool IsThorough, bool IsRespawn)
{
    // They tell a person why; a network that is much talked of does not get a page.
    private const int MostReasons = 5;

    /// <summary>Why, in words.</summary>
    public string Reason => string.Join("; ", Reasons);

    /// <summary>The same network with something more to be done.</summary>
    public DirtyNetwork And(DirtyNetwork more) => this with
    {
        Reasons = Reasons.Count < MostReasons ? [.. Reasons.Union(more.Reasons)] : Reasons,
        Priority = Math.Min(Priority, more.Priority),
        IsThorough = IsThorough || more.IsThorough,
        IsRespawn = IsRespawn || more.IsRespawn,
    };
}
