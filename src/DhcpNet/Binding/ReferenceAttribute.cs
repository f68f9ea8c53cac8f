using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace DhcpNet.Binding;

/// <summary>
/// Makes references of what a user typed or a pipeline brought: this module's objects, text, and any other object that has the
/// properties which tell (rows of a CSV file, JSON, objects that came back from a job or another host).
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract class ReferenceAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        return Plain(inputData) switch
        {
            null => null,
            string text => Reference(text),
            IDictionary table => Reference(table),
            IEnumerable many => many.Cast<object?>().Select(Reference).ToArray(),
            _ => Reference(inputData!),
        };
    }

    /// <summary>The reference that one value makes, or null where it makes none.</summary>
    private protected abstract object? From(object value, Func<string, object?> property);

    /// <summary>What a value must be, for the error.</summary>
    private protected abstract string Expected { get; }

    private object Reference(object? input)
    {
        object? value = Plain(input);
        Func<string, object?> property = value is IDictionary table ? name => Plain(table[name]) : name => Property(input!, name);
        return (value is null ? null : From(value, property))
            ?? throw new ArgumentTransformationMetadataException($"'{value ?? "null"}' is not {Expected}.");
    }

    // What is typed as digits reaches a parameter as a number; PowerShell remembers how it was written, as it must for a name such as 007.
    private static object? Plain(object? value)
    {
        object? plain = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        return plain is not null and not Enum && Type.GetTypeCode(plain.GetType()) is >= TypeCode.SByte and <= TypeCode.Decimal
            ? LanguagePrimitives.ConvertTo(value, typeof(string), CultureInfo.InvariantCulture)
            : plain;
    }

    private static object? Property(object value, string name)
    {
        try
        {
            return Plain(PSObject.AsPSObject(value).Properties[name]?.Value);
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    /// <summary>An id among the properties.</summary>
    private protected static Guid? Id(Func<string, object?> property, params string[] names)
    {
        foreach (string name in names)
        {
            switch (property(name))
            {
                case Guid id:
                    return id;
                case string text when Guid.TryParse(text, out Guid id):
                    return id;
            }
        }
        return null;
    }

    /// <summary>A text among the properties.</summary>
    private protected static string? Text(Func<string, object?> property, params string[] names) =>
        names.Select(property).OfType<string>().FirstOrDefault(t => t.Length > 0);
}
