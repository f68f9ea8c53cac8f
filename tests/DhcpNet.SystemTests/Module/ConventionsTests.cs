using System.Management.Automation;
using System.Reflection;

namespace DhcpNet.SystemTests.Module;

/// <summary>What every cmdlet of the module has in common, seen through the engine.</summary>
public sealed class ConventionsTests : IDisposable
{
    private static readonly string[] ChangingVerbs = ["New", "Set", "Remove", "Add", "Start", "Stop", "Enable", "Disable", "Update", "Restart", "Repair", "Connect", "Import", "Export", "Show", "Watch"];
    private static readonly string[] DestroyingVerbs = ["Remove", "Disable"];
    private static readonly string[] ReadingVerbs = ["Get", "Test"];

    // The session's or the host's own, of which there is one: nothing that a pipeline could bring.
    private static readonly string[] SingletonNouns = ["DhcpConfiguration", "DhcpPlugin", "DhcpAgent"];

    private readonly PowerShellSession _session = PowerShellSession.Create();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void The_manifest_exports_every_cmdlet_of_the_assembly_and_nothing_else()
    {
        CmdletInfo[] exported = Cmdlets();
        IEnumerable<string> present = exported[0].ImplementingType.Assembly.GetExportedTypes().Where(t => !t.IsAbstract)
            .Select(t => t.GetCustomAttribute<CmdletAttribute>()).OfType<CmdletAttribute>().Select(a => $"{a.VerbName}-{a.NounName}");
        Assert.Equal(present.Order(), exported.Select(c => c.Name).Order());
        PSModuleInfo module = exported[0].Module;
        Assert.Equal(exported.Length, module.ExportedCommands.Count);
        Assert.Empty(module.ExportedAliases);
        Assert.Empty(module.ExportedVariables);
    }

    [Fact]
    public void Every_verb_is_approved_and_every_noun_singular()
    {
        Type[] lists = [typeof(VerbsCommon), typeof(VerbsCommunications), typeof(VerbsData), typeof(VerbsDiagnostic), typeof(VerbsLifecycle), typeof(VerbsSecurity), typeof(VerbsOther)];
        HashSet<string> approved = [.. lists.SelectMany(l => l.GetFields()).Select(f => (string)f.GetRawConstantValue()!)];
        Assert.All(Cmdlets(), c => Assert.Contains(c.Verb, approved));
        // Statistics is the singular too, as in Get-NetAdapterStatistics.
        Assert.All(Cmdlets(), c => Assert.True(!c.Noun.EndsWith('s') || c.Noun.EndsWith("ss", StringComparison.Ordinal) || c.Noun.EndsWith("Statistics", StringComparison.Ordinal), c.Name));
    }

    [Fact]
    public void Every_cmdlet_tells_what_it_puts_out()
    {
        // With -Summary, one object about all networks.
        Assert.All(Cmdlets(), c => Assert.Equal(c.Parameters.ContainsKey("Summary") ? [nameof(NetworkDhcpSummary)] : [], c.OutputType.Skip(1).Select(t => t.Type.Name)));
        Assert.All(Cmdlets(), c => Assert.NotEmpty(c.OutputType));
        Assert.All(Cmdlets().Where(c => c.Verb is not ("Remove" or "Export")), c => Assert.Equal(nameof(DhcpNet), c.OutputType[0].Type.Namespace));
        Assert.All(Cmdlets().Where(c => c.Verb is "Remove" or "Export"), c => Assert.Equal(typeof(void), c.OutputType[0].Type));
    }

    [Fact]
    public void What_changes_something_takes_WhatIf_and_what_reads_does_not()
    {
        Assert.All(Cmdlets(), c => Assert.Equal(ChangingVerbs.Contains(c.Verb), c.Parameters.ContainsKey("WhatIf")));
        Assert.All(Cmdlets().Where(c => !ChangingVerbs.Contains(c.Verb)), c => Assert.Contains(c.Verb, ReadingVerbs));
    }

    [Fact]
    public void What_destroys_asks_unless_forced()
    {
        Assert.All(Cmdlets(), c =>
        {
            bool destroys = DestroyingVerbs.Contains(c.Verb);
            Assert.Equal(destroys, c.ImplementingType.GetCustomAttribute<CmdletAttribute>()!.ConfirmImpact == ConfirmImpact.High);
            // What Export- and Show- would destroy, a file, they leave alone unless forced, as PowerShell's own do.
            Assert.Equal(destroys || c.Verb is "Export" or "Show", c.Parameters.ContainsKey("Force"));
        });
    }

    [Fact]
    public void A_parameter_has_the_same_type_wherever_it_is()
    {
        // New-DhcpNetwork's are prefixes to make, Get-DhcpSubnet's patterns to match; the others' are subnets that exist.
        // Taps and namespaces are found by objects, too; other names are text, to be given or matched.
        var parameters = Cmdlets().SelectMany(c => OwnParameters(c)
            .Where(p => !(p.Name == "Subnet" && c.Name is "New-DhcpNetwork" or "Get-DhcpSubnet"))
            .Where(p => !(p.Name == "Name" && ElementType(p.ParameterType).Name is "TapReference" or "NamespaceReference"))
            .Select(p => (Cmdlet: c.Name, p.Name, Type: ElementType(p.ParameterType))));
        foreach (var group in parameters.GroupBy(p => p.Name, StringComparer.OrdinalIgnoreCase))
        {
            Assert.True(group.Select(p => p.Type).Distinct().Count() == 1, string.Join(", ", group.Select(p => $"{p.Cmdlet} -{p.Name} {p.Type.Name}")));
            Assert.True(group.Select(p => p.Name).Distinct().Count() == 1, $"{group.Key} is written in more than one way");
        }
    }

    [Fact]
    public void What_a_cmdlet_is_about_comes_first_and_from_the_pipeline()
    {
        // Export- takes its file first, as PowerShell's own do: networks are piped to it, and are all of them unless given.
        foreach (CmdletInfo cmdlet in Cmdlets().Where(c => !SingletonNouns.Contains(c.Noun) && c.Verb != "Export"))
        {
            CommandParameterSetInfo set = cmdlet.ParameterSets.Single(s => s.IsDefault || cmdlet.ParameterSets.Count == 1);
            CommandParameterInfo subject = Assert.Single(set.Parameters, p => p.ValueFromPipeline);
            Assert.True(subject.Position == 0, $"{cmdlet.Name} -{subject.Name} is not the first");
            // Where a property of the parameter's own name would mislead (a subnet's Name is no network's), the whole object is read instead.
            bool readsObjects = subject.Attributes.Any(a => a.GetType().BaseType?.Name == "ReferenceAttribute");
            Assert.True(subject.ValueFromPipelineByPropertyName || readsObjects, $"{cmdlet.Name} -{subject.Name} does not bind by property name");
            // Watch- serves all networks of the host unless they are given.
            Assert.True(subject.IsMandatory == (cmdlet.Verb is not ("Get" or "Show" or "Watch")), $"{cmdlet.Name} -{subject.Name} mandatory: {subject.IsMandatory}");
        }
    }

    [Fact]
    public void Positions_leave_no_gap()
    {
        foreach (CommandParameterSetInfo set in Cmdlets().SelectMany(c => c.ParameterSets))
        {
            int[] positions = [.. set.Parameters.Select(p => p.Position).Where(p => p >= 0).Order()];
            Assert.Equal(Enumerable.Range(0, positions.Length), positions);
        }
    }

    [Fact]
    public void What_has_a_name_completes()
    {
        string[] references = ["NetworkReference", "SubnetReference", "ReservationReference", "TapReference", "NamespaceReference", "LeaseReference"];
        foreach (CmdletInfo cmdlet in Cmdlets())
        {
            IEnumerable<ParameterMetadata> named = OwnParameters(cmdlet).Where(p =>
                references.Contains(ElementType(p.ParameterType).Name) || p.Name.EndsWith("Bridge", StringComparison.Ordinal) || (p.Name is "Name" or "HostName" && cmdlet.Verb is "Get" or "Remove"));
            Assert.All(named, p => Assert.True(p.Attributes.OfType<ArgumentCompleterAttribute>().Any(), $"{cmdlet.Name} -{p.Name} does not complete"));
        }
    }

    [Fact]
    public void Wildcards_are_for_reading_only()
    {
        // Import- reads files, Export- networks; Watch- serves those that are made later, too.
        Assert.All(Cmdlets().Where(c => c.Verb is not ("Get" or "Show" or "Import" or "Export" or "Watch")), c =>
            Assert.DoesNotContain(OwnParameters(c), p => p.Attributes.OfType<SupportsWildcardsAttribute>().Any()));
    }

    private CmdletInfo[] Cmdlets() => [.. _session.Require("Get-Command -Module DhcpNet -CommandType Cmdlet").Select(o => (CmdletInfo)o.BaseObject)];

    private static IEnumerable<ParameterMetadata> OwnParameters(CmdletInfo cmdlet) =>
        cmdlet.Parameters.Values.Where(p => !Cmdlet.CommonParameters.Contains(p.Name) && !Cmdlet.OptionalCommonParameters.Contains(p.Name));

    private static Type ElementType(Type type)
    {
        type = type.IsArray ? type.GetElementType()! : type;
        return Nullable.GetUnderlyingType(type) ?? type;
    }
}
