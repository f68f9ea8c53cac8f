using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace DhcpNet.SystemTests.Module;

/// <summary>
/// The tests run on a later .NET, which has assemblies of its own that .NET 8, the oldest that the module is for, has not: what the module
/// lacks there would be noticed on users' machines alone.
/// </summary>
public sealed class NeededAssembliesTests : IDisposable
{
    // For prometheus-net's count of HTTP clients, which the module does not use.
    private static readonly string[] NeverLoaded = ["Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Http", "Microsoft.Extensions.Options"];

    private readonly string _modulePath = Directory.CreateTempSubdirectory("dhcpnet-modules-").FullName;

    [Fact]
    public void The_package_needs_no_assembly_but_its_own_PowerShells_and_those_of_NET_8()
    {
        string directory = ModulePackage.Install(_modulePath);
        string[] files = [.. Directory.GetFiles(directory, "*.dll"), .. Directory.GetFiles(Path.Combine(directory, "lib"), "*.dll")];
        Dictionary<string, Version> known = ReadFramework();
        known["System.Management.Automation"] = new(3, 0, 0, 0); // PowerShellStandard's; PowerShell 7.4 has 7.4
        foreach (AssemblyName own in files.Select(AssemblyName.GetAssemblyName))
            known[own.Name!] = own.Version!;

        string[] missing = [.. from file in files
                               from needed in ReadReferences(file)
                               where !NeverLoaded.Contains(needed.Name) && !(known.TryGetValue(needed.Name!, out Version? version) && needed.Version <= version)
                               select $"{Path.GetFileName(file)} needs {needed.Name} {needed.Version}"];

        Assert.Empty(missing);
    }

    // The module was compiled against this.
    private static Dictionary<string, Version> ReadFramework()
    {
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } given ? given : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string pack = Path.Combine(packages, "microsoft.netcore.app.ref");
        string version = Assert.IsType<string>(Directory.GetDirectories(pack, "8.0.*").FirstOrDefault());
        return XDocument.Load(Path.Combine(version, "data", "FrameworkList.xml")).Root!.Elements("File").Where(f => f.Attribute("Type")!.Value == "Managed")
            .ToDictionary(f => f.Attribute("AssemblyName")!.Value, f => Version.Parse(f.Attribute("AssemblyVersion")!.Value));
    }

    private static List<AssemblyName> ReadReferences(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        MetadataReader metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(h => metadata.GetAssemblyReference(h)).Select(r => new AssemblyName(metadata.GetString(r.Name)) { Version = r.Version })];
    }

    public void Dispose() => Directory.Delete(_modulePath, true);
}
