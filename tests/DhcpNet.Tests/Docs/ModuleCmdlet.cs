using System.Management.Automation;
using System.Reflection;
using DhcpNet.Commands;

namespace DhcpNet.Tests.Docs;

/// <summary>A cmdlet as the module's assembly has it.</summary>
internal sealed class ModuleCmdlet
{
    private static readonly (string Name, string Alias)[] ShouldProcessParameters = [("WhatIf", "wi"), ("Confirm", "cf")];

    private readonly Type _type;
    private readonly CmdletAttribute _attribute;
    private readonly PropertyInfo[] _properties;

    private ModuleCmdlet(Type type, CmdletAttribute attribute)
    {
        _type = type;
        _attribute = attribute;
        _properties = [.. type.GetProperties().Where(p => p.IsDefined(typeof(ParameterAttribute)))];
    }

    public static IReadOnlyDictionary<string, ModuleCmdlet> All { get; } = typeof(EnableNetworkDhcpCommand).Assembly.GetTypes()
        .Where(t => t.IsDefined(typeof(CmdletAttribute), inherit: false))
        .Select(t => new ModuleCmdlet(t, t.GetCustomAttribute<CmdletAttribute>()!))
        .ToDictionary(c => c.Name);

    public string Name => $"{_attribute.VerbName}-{_attribute.NounName}";

    public IReadOnlyList<HelpParameter> Parameters =>
    [
        .. _properties.Select(Describe)
            .Concat(_attribute.SupportsShouldProcess ? ShouldProcessParameters.Select(p => new HelpParameter(p.Name, p.Alias, false, "Named", "false", false)) : [])
            .OrderBy(p => p.Name, StringComparer.Ordinal),
    ];

    public IReadOnlyDictionary<string, string> ParameterTypes =>
        _properties.Select(p => (p.Name, Type: p.PropertyType.ToString()))
            .Concat(_attribute.SupportsShouldProcess ? ShouldProcessParameters.Select(p => (p.Name, Type: typeof(SwitchParameter).ToString())) : [])
            .ToDictionary(p => p.Name, p => p.Type);

    /// <summary>The parameters of each parameter set, sorted; the sets in no order.</summary>
    public IReadOnlyList<string> Syntaxes
    {
        get
        {
            string[] named = [.. _properties.SelectMany(Attributes).Select(a => a.ParameterSetName).Where(s => s != ParameterAttribute.AllParameterSets).Distinct()];
            return [.. (named.Length == 0 ? [ParameterAttribute.AllParameterSets] : named).Select(InSet)];
        }
    }

    /// <summary>The types that the cmdlet says it returns; none where it says that it returns nothing.</summary>
    public IReadOnlyList<string> Outputs =>
        [.. _type.GetCustomAttributes<OutputTypeAttribute>().SelectMany(a => a.Type).Select(t => t.Name).Where(n => n != "System.Void")];

    public static string DescribeSyntax(IEnumerable<string> parameters) => string.Join(' ', parameters.Order(StringComparer.Ordinal));

    private string InSet(string set) => DescribeSyntax(
        _properties.Where(p => Attributes(p).Any(a => a.ParameterSetName == set || a.ParameterSetName == ParameterAttribute.AllParameterSets)).Select(p => p.Name)
            .Concat(_attribute.SupportsShouldProcess ? ShouldProcessParameters.Select(p => p.Name) : []));

    private static HelpParameter Describe(PropertyInfo property)
    {
        // In several sets it is the same.
        ParameterAttribute attribute = Assert.Single(Attributes(property).DistinctBy(a => (a.Mandatory, a.Position, a.ValueFromPipeline, a.ValueFromPipelineByPropertyName)));
        return new HelpParameter(
            property.Name,
            HelpParameter.DescribeAliases(property.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? []),
            attribute.Mandatory,
            attribute.Position == int.MinValue ? "Named" : $"{attribute.Position}",
            HelpParameter.DescribePipelineInput(attribute.ValueFromPipeline, attribute.ValueFromPipelineByPropertyName),
            property.IsDefined(typeof(SupportsWildcardsAttribute)));
    }

    private static IEnumerable<ParameterAttribute> Attributes(PropertyInfo property) => property.GetCustomAttributes<ParameterAttribute>();
}
