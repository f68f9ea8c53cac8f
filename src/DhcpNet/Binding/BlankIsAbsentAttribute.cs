using System.Management.Automation;

namespace DhcpNet.Binding;

/// <summary>Takes an empty text, as the blank cell of a CSV file is one, as nothing given. PowerShell alone makes 0 of it, or an array with it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BlankIsAbsentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is string text && string.IsNullOrWhiteSpace(text) ? null : inputData;
}
