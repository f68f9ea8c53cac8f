using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Reflection;

namespace DhcpNet.Shell;

/// <summary>What the engine sees of this program.</summary>
internal sealed class ShellHost(HostUserInterface ui) : PSHost
{
    public static Version ProgramVersion { get; } = Assembly.GetExecutingAssembly().GetName().Version!;

    /// <summary>The status that <c>exit</c> asked the program to end with; null while nobody did.</summary>
    public int? ExitCode { get; private set; }

    public override string Name => "DhcpNet.Shell";

    public override Version Version => ProgramVersion;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override CultureInfo CurrentCulture { get; } = CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture { get; } = CultureInfo.CurrentUICulture;

    public override PSHostUserInterface UI => ui;

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new PSNotSupportedException("DhcpNet.Shell cannot suspend a pipeline: it has no nested prompts.");

    public override void ExitNestedPrompt() => throw new PSNotSupportedException("DhcpNet.Shell has no nested prompts.");

    // The terminal is the same for native commands: nothing to save or restore around one.
    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
