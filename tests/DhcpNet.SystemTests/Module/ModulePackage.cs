using System.IO.Compression;

namespace DhcpNet.SystemTests.Module;

/// <summary>The package of the module that <c>./build.sh Package</c> makes.</summary>
internal static class ModulePackage
{
    // What makes a package of the module, which Install-PSResource leaves out too.
    private static readonly string[] Wrapping = ["_rels/.rels", "[Content_Types].xml", "DhcpNet.nuspec"];

    /// <summary>The repository's root.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ShellProcess.ShellPath())!, "..", ".."));

    /// <summary>The package file.</summary>
    public static string File
    {
        get
        {
            string directory = Path.Combine(Root, "artifacts", "package");
            string[] files = Directory.Exists(directory) ? Directory.GetFiles(directory, "DhcpNet.*.nupkg") : [];
            Assert.True(files.Length == 1, $"{directory} has {files.Length} packages instead of one. './build.sh Package' makes it.");
            return files[0];
        }
    }

    /// <summary>The module's version, from the package's name.</summary>
    public static string Version => Path.GetFileNameWithoutExtension(File)["DhcpNet.".Length..];

    /// <summary>Installs the module from the package.</summary>
    /// <param name="modulePath">A directory of PSModulePath.</param>
    /// <returns>The module's directory.</returns>
    public static string Install(string modulePath)
    {
        string directory = Path.Combine(modulePath, "DhcpNet", Version);
        ZipFile.ExtractToDirectory(File, directory);
        foreach (string name in Wrapping)
            System.IO.File.Delete(Path.Combine(directory, name));
        Directory.Delete(Path.Combine(directory, "_rels"));
        return directory;
    }
}
