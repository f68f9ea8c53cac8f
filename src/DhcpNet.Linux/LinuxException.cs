using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;

namespace DhcpNet.Linux;

/// <summary>The kernel refused something: what was tried, on what, and why not.</summary>
public sealed class LinuxException : IOException
{
    /// <summary>Describes a refusal.</summary>
    /// <param name="operation">What was tried, as a verb phrase: <c>move link</c>.</param>
    /// <param name="target">What it was tried on, names in quotes: <c>'tap1' to namespace 'blue'</c>.</param>
    /// <param name="errorNumber">The error number, positive, as errno(3) has them.</param>
    /// <param name="kernelMessage">What the kernel (or a program) said about it in words, if anything.</param>
    public LinuxException(string operation, string target, int errorNumber, string? kernelMessage = null)
        : base(Describe(operation, target, errorNumber, kernelMessage))
    {
        Operation = operation;
        Object = target;
        ErrorNumber = errorNumber;
        KernelMessage = kernelMessage;
    }

    /// <summary>What was tried: <c>move link</c>.</summary>
    public string Operation { get; }

    /// <summary>What it was tried on: <c>'tap1' to namespace 'blue'</c>.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "The object of the operation, in the grammatical sense.")]
    public string Object { get; }

    /// <summary>The error number, positive, as errno(3) has them.</summary>
    public int ErrorNumber { get; }

    /// <summary>The error's name, such as <c>EEXIST</c>; its number in digits where it has no name.</summary>
    public string ErrorName => ErrorNumbers.GetName(ErrorNumber);

    /// <summary>The kernel's own words (netlink's extended acknowledgement), or null where it gave none.</summary>
    public string? KernelMessage { get; }

    /// <summary>The exception for the error that the last system call left.</summary>
    internal static LinuxException FromLastCall(string operation, string target) =>
        new(operation, target, Marshal.GetLastPInvokeError());

    private static string Describe(string operation, string target, int errorNumber, string? kernelMessage)
    {
        StringBuilder text = new();
        text.Append(operation).Append(' ').Append(target).Append(": ").Append(ErrorNumbers.GetName(errorNumber));
        text.Append(" (").Append(Marshal.GetPInvokeErrorMessage(errorNumber)).Append(')');
        if (!string.IsNullOrEmpty(kernelMessage))
            text.Append(": ").Append(kernelMessage);
        return text.ToString();
    }
}
