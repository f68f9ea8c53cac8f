using System.Diagnostics;

namespace DhcpNet.SystemTests.Module;

/// <summary>Scripts in a PowerShell process of their own, the bundled host: what can be killed, and what runs beside another.</summary>
internal static class ShellProcess
{
    public static Process Start(string script) => Programs.Start(ShellPath(), "-NoProfile", "-NonInteractive", "-Module", ModulePath.Manifest, "-Command", script);

    /// <summary>Runs a script to its end.</summary>
    public static (int Status, string Output, string Error) Run(string script) =>
        Programs.Try(ShellPath(), "-NoProfile", "-NonInteractive", "-Module", ModulePath.Manifest, "-Command", script);

    public static string ShellPath()
    {
        string path = Path.Combine(Path.GetDirectoryName(ModulePath.Manifest)!, "..", "shell", "DhcpNet.Shell");
        Assert.True(File.Exists(path), $"{path} is missing. ./build.sh Test builds it.");
        return path;
    }
}
