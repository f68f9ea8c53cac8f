using System.Management.Automation;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using DhcpNet.Session;

namespace DhcpNet;

/// <summary>
/// Finds this module's libraries when PowerShell loads it. They stand in <c>lib/</c> and are loaded, with what they depend on, into a
/// context of their own, so that another module's version of the same package is neither used nor disturbed.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private const string OwnPrefix = "DhcpNet.";
    private static readonly LibraryContext? Libraries = LibraryContext.Create();

    /// <summary>Called by PowerShell at import.</summary>
    public void OnImport()
    {
        AssemblyLoadContext.Default.Resolving -= Resolve;
        AssemblyLoadContext.Default.Resolving += Resolve;
    }

    /// <summary>Called by PowerShell when the module is removed.</summary>
    // The types stay resolvable: objects of theirs may outlive the module.
    public void OnRemove(PSModuleInfo psModuleInfo) => DhcpSession.End();

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name!.StartsWith(OwnPrefix, StringComparison.Ordinal) ? Libraries?.LoadFromAssemblyName(name) : null;

    private sealed class LibraryContext : AssemblyLoadContext
    {
        private readonly string _directory;

        private LibraryContext(string directory)
            : base("DhcpNet") => _directory = directory;

        // Null where the libraries stand beside the module, as in a build's output directory.
        public static LibraryContext? Create()
        {
            string directory = Path.Combine(Path.GetDirectoryName(typeof(ModuleInitializer).Assembly.Location)!, "lib");
            return Directory.Exists(directory) ? new LibraryContext(directory) : null;
        }

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            string path = Path.Combine(_directory, assemblyName.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }

        protected override nint LoadUnmanagedDll(string unmanagedDllName)
        {
            string path = Path.Combine(_directory, "runtimes", RuntimeId, "native", $"lib{unmanagedDllName}.so");
            return File.Exists(path) ? LoadUnmanagedDllFromPath(path) : 0;
        }

        // The portable name, also where the runtime was built for one distribution (debian.12-x64).
        private static string RuntimeId
        {
            get
            {
                bool musl = RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) || File.Exists("/etc/alpine-release");
                return $"linux-{(musl ? "musl-" : "")}{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
            }
        }
    }
}
