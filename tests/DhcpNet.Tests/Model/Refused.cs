namespace DhcpNet.Tests.Model;

/// <summary>Asserts that something fails with the error that a user is promised.</summary>
internal static class Refused
{
    public static DhcpNetException With(string errorId, DhcpNetErrorKind kind, Action action) =>
        Check(errorId, kind, Assert.Throws<DhcpNetException>(action));

    public static async Task<DhcpNetException> WithAsync(string errorId, DhcpNetErrorKind kind, Func<Task> action) =>
        Check(errorId, kind, await Assert.ThrowsAsync<DhcpNetException>(action));

    public static DhcpNetException AsInput(string errorId, Action action) => With(errorId, DhcpNetErrorKind.InvalidInput, action);

    public static Task<DhcpNetException> AsInputAsync(string errorId, Func<Task> action) => WithAsync(errorId, DhcpNetErrorKind.InvalidInput, action);

    private static DhcpNetException Check(string errorId, DhcpNetErrorKind kind, DhcpNetException error)
    {
        Assert.Equal((errorId, kind), (error.ErrorId, error.Kind));
        Assert.DoesNotContain('\n', error.Message);
        Assert.Matches(@"[^.?][.?]$", error.Message);
        return error;
    }
}
