namespace DhcpNet.Validation;

/// <summary>Makes the exceptions of bad input.</summary>
internal static class Invalid
{
    public static DhcpNetException Input(string errorId, string message, object? target) =>
        new(errorId, DhcpNetErrorKind.InvalidInput, message, target);
}
