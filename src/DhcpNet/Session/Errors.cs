using System.Management.Automation;
using DhcpNet.Linux;
using DhcpNet.Ovsdb;

namespace DhcpNet.Session;

/// <summary>Failures as PowerShell's error records.</summary>
internal static class Errors
{
    /// <summary>The record of a failure: a stable id, a category, and what it is about.</summary>
    public static ErrorRecord ToRecord(Exception exception, object? target) => exception switch
    {
        DhcpNetException e => new ErrorRecord(e, e.ErrorId, Category(e.Kind), e.Target ?? target),
        LinuxException e => new ErrorRecord(e, $"Kernel.{e.ErrorName}", Category(e.ErrorName), e.Object ?? target),
        OvsdbConnectionException e => new ErrorRecord(e, "OvsdbUnavailable", ErrorCategory.ConnectionError, target),
        OvsdbException e => new ErrorRecord(e, e.Error == "no such bridge" ? "BridgeNotFound" : "OvsdbRefused", e.Error == "no such bridge" ? ErrorCategory.ObjectNotFound : ErrorCategory.InvalidResult, target),
        UnauthorizedAccessException e => new ErrorRecord(e, "AccessDenied", ErrorCategory.PermissionDenied, target),
        IOException e => new ErrorRecord(e, "InputOutput", ErrorCategory.ResourceUnavailable, target),
        _ => new ErrorRecord(exception, "Unexpected", ErrorCategory.NotSpecified, target),
    };

    private static ErrorCategory Category(DhcpNetErrorKind kind) => kind switch
    {
        DhcpNetErrorKind.InvalidInput => ErrorCategory.InvalidArgument,
        DhcpNetErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        DhcpNetErrorKind.Conflict => ErrorCategory.ResourceExists,
        DhcpNetErrorKind.Exhausted => ErrorCategory.LimitsExceeded,
        DhcpNetErrorKind.Unavailable => ErrorCategory.ResourceUnavailable,
        DhcpNetErrorKind.PermissionDenied => ErrorCategory.PermissionDenied,
        DhcpNetErrorKind.Timeout => ErrorCategory.OperationTimeout,
        _ => ErrorCategory.InvalidResult,
    };

    private static ErrorCategory Category(string errorName) => errorName switch
    {
        "EPERM" or "EACCES" => ErrorCategory.PermissionDenied,
        "ENODEV" or "ENOENT" or "ESRCH" => ErrorCategory.ObjectNotFound,
        "EEXIST" or "EADDRINUSE" or "EBUSY" => ErrorCategory.ResourceExists,
        "EINVAL" or "ERANGE" => ErrorCategory.InvalidArgument,
        _ => ErrorCategory.InvalidResult,
    };
}
