using System.Net;

namespace DhcpNet;

/// <summary>One question that a test asked of one server, and what came of it.</summary>
public sealed record NetworkDhcpCheck
{
    /// <summary>The protocol.</summary>
    public required NetworkDhcpProtocol Protocol { get; init; }

    /// <summary>The subnet that it is about; null where it is about none.</summary>
    public Subnet? Subnet { get; init; }

    /// <summary>The reservation in whose name was asked; null where there was none.</summary>
    public Port? Reservation { get; init; }

    /// <summary>What was asked: <c>DISCOVER</c>, <c>SOLICIT</c>, <c>INFORMATION-REQUEST</c>, or type and name of DNS records.</summary>
    public required string Question { get; init; }

    /// <summary>The server that was asked, or that answered; null where there is none.</summary>
    public IPAddress? Server { get; init; }

    /// <summary>What was answered, in short: the address offered, the records; null where nothing was.</summary>
    public string? Answer { get; init; }

    /// <summary>From the question to its answer; null where nothing was answered.</summary>
    public TimeSpan? RoundTripTime { get; init; }

    /// <summary>What came of it.</summary>
    public required NetworkDhcpTestResult Result { get; init; }

    /// <summary>The values that are not what the plugin says.</summary>
    public IReadOnlyList<NetworkDhcpMismatch> Mismatches { get; init => field = Indexable.List(value); } = [];

    /// <summary>What else is wrong or stood in the way, as a sentence without its end; null where nothing did.</summary>
    public string? Problem { get; init; }

    /// <summary>What is wrong, a line each; none where nothing is.</summary>
    public IReadOnlyList<string> Problems => Indexable.List([.. Problem is null ? (string[])[] : [Problem], .. Mismatches.Select(m => m.ToString())]);

    /// <summary>Protocol, question and result.</summary>
    public override string ToString() => $"{Protocol} {Question}: {Result}";
}
