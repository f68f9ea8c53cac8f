namespace DhcpNet.Setup;

/// <summary>Makes one result of those of a network's segments.</summary>
internal static class SegmentResults
{
    /// <summary>The network's.</summary>
    /// <param name="network">The whole network.</param>
    /// <param name="parts">Those of its parts, at least one; that of a network without segments is returned as it is.</param>
    public static NetworkDhcp Combine(Network network, IReadOnlyList<NetworkDhcp> parts)
    {
        if (parts is [{ Network.Segment: null }])
            return parts[0];
        return parts[0] with
        {
            Network = network,
            State = parts.Select(p => p.State).Distinct().ToArray() is [NetworkDhcpState only] ? only : NetworkDhcpState.Degraded,
            Problems = [.. parts.SelectMany(p => p.Problems.Select(text => Told(p, text)))],
            Addresses = [.. parts.SelectMany(p => p.Addresses)],
            Change = Strongest(parts.Select(p => p.Change)),
            Steps = [.. parts.SelectMany(p => p.Steps.Select(text => Told(p, text)))],
            Reason = string.Join("; ", parts.Where(p => p.Reason is not null).Select(p => Told(p, p.Reason!))) is { Length: > 0 } reason ? reason : null,
            Segments = parts,
        };
    }

    /// <summary>What was seen of the network, the same way.</summary>
    public static Inspection Combine(Network network, IReadOnlyList<Inspection> parts)
    {
        if (parts is [{ State.Network.Segment: null }])
            return parts[0];
        return new Inspection
        {
            State = Combine(network, [.. parts.Select(p => p.State)]),
            Findings = [.. parts.SelectMany(p => p.Findings.Select(f => new Finding(Told(p.State, f.Problem), f.Remedy is null ? null : Told(p.State, f.Remedy))))],
            IsHung = parts.Any(p => p.IsHung),
            Unwanted = parts[0].Unwanted,
        };
    }

    /// <summary>What is said of several changes at once.</summary>
    public static StepChange Strongest(IEnumerable<StepChange> changes)
    {
        StepChange[] all = [.. changes];
        return all.Contains(StepChange.Created) ? StepChange.Created : all.Max();
    }

    private static string Told(NetworkDhcp part, string text) => part.Network.Segment is null ? text : $"segment {DhcpServiceId.Of(part.Network).Segment}: {text}";
}
