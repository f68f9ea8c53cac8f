namespace DhcpNet.Plugins;

/// <summary>Failures that plugins have in common.</summary>
public static class PluginErrors
{
    /// <summary>
    /// What was not done, or not to its end as far as is known, because the work was cancelled; its <see cref="Exception.InnerException"/>
    /// is an <see cref="OperationCanceledException"/>.
    /// </summary>
    public static DhcpNetException Cancelled(object target, OperationCanceledException cause) => new("Cancelled", DhcpNetErrorKind.Failed,
        "The work was cancelled before this was done. Doing it again finishes it.", target, cause);
}
