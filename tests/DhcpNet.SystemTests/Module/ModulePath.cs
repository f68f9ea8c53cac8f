namespace DhcpNet.SystemTests.Module;

/// <summary>Where the built module is.</summary>
internal static class ModulePath
{
    /// <summary>Names another manifest than the built one.</summary>
    private const string Variable = "DHCPNET_MODULE";

    /// <summary>The repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The module's manifest.</summary>
    public static string Manifest { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : FindManifest();

    private static string FindRoot()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "DhcpNet.sln")))
                return directory.FullName;
        }
        throw new DirectoryNotFoundException($"No directory above {AppContext.BaseDirectory} has a DhcpNet.sln.");
    }

    private static string FindManifest()
    {
        string manifest = Path.Combine(Root, "artifacts", "DhcpNet", "DhcpNet.psd1");
        Assert.True(File.Exists(manifest), $"There is no {manifest}. './build.sh Build' makes it; the environment variable {Variable} names another.");
        return manifest;
    }
}
