using System.Runtime.ExceptionServices;

namespace DhcpNet.Linux;

/// <summary>
/// Runs an action on a thread that ends with it. A namespace belongs to the thread that entered it: a pool thread would carry it into
/// whatever runs there next.
/// </summary>
internal static class DedicatedThread
{
    /// <summary>Runs <paramref name="action"/> and waits for it; what it throws is thrown here with its stack.</summary>
    public static T Run<T>(Func<T> action)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        Thread thread = Create(() =>
        {
            try
            {
                result = action();
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }

    /// <summary>Runs <paramref name="action"/>; the task completes with it.</summary>
    public static Task<T> RunAsync<T>(Func<T> action)
    {
        TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread thread = Create(() =>
        {
            try
            {
                completion.SetResult(action());
            }
            catch (Exception exception)
            {
                completion.SetException(exception);
            }
        });
        thread.Start();
        return completion.Task;
    }

    private static Thread Create(ThreadStart body) => new(body) { IsBackground = true, Name = "dedicated" };
}
