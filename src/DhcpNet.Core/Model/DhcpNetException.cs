using DhcpNet.Validation;

namespace DhcpNet;

/// <summary>A failure with a stable id, what it is about, and what to do about it.</summary>
public sealed class DhcpNetException : Exception
{
    /// <summary>Makes a failure.</summary>
    /// <param name="errorId">Stable id, such as <c>SubnetOverlap</c>; scripts and docs/ refer to it.</param>
    /// <param name="kind">What sort of failure it is.</param>
    /// <param name="message">Names the value, the rule that it breaks, and the fix.</param>
    /// <param name="target">What the failure is about.</param>
    /// <param name="innerException">What caused it.</param>
    public DhcpNetException(string errorId, DhcpNetErrorKind kind, string message, object? target = null, Exception? innerException = null)
        // What others have named or said may be in it: a server, a process, a device.
        : base(DescribeCharacter.PrintableLines(message), innerException)
    {
        ErrorId = errorId;
        Kind = kind;
        Target = target;
    }

    /// <summary>The stable id.</summary>
    public string ErrorId { get; }

    /// <summary>What sort of failure it is.</summary>
    public DhcpNetErrorKind Kind { get; }

    /// <summary>What the failure is about: a name, a network, a port.</summary>
    public object? Target { get; }

    /// <summary>The step of the flow that failed (<c>DhcpPort</c>, <c>OvsTap</c>, …), where one did.</summary>
    public string? Step { get; init; }
}
