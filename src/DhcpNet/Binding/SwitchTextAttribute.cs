using System.Management.Automation;

namespace DhcpNet.Binding;

/// <summary>Takes a switch from a text too, as a CSV file has it: <c>True</c> or <c>False</c>, blank for the latter. PowerShell alone takes every text for true.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SwitchTextAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        return (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            null => new SwitchParameter(false),
            string text when string.IsNullOrWhiteSpace(text) => new SwitchParameter(false),
            string text when bool.TryParse(text, out bool value) => new SwitchParameter(value),
            string text => throw new ArgumentTransformationMetadataException($"'{text}' is neither True nor False."),
            _ => inputData,
        };
    }
}
