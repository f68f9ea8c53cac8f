using System.IO.Pipes;
using System.Text;
using DhcpNet.Linux.Native;

namespace DhcpNet.Linux;

/// <summary>
/// The pipes to and from a child. A daemon that the child leaves behind may keep its ends open: there may never be an end of file, and
/// when the child has exited what is in the pipe is all that it wrote.
/// </summary>
internal static class ProcessPipe
{
    // A pipe holds 64 KiB unless enlarged; a daemon that goes on writing must not keep us reading.
    private const int MaximumDrain = 1024 * 1024;

    /// <summary>Reads until the end, or until the child has exited and the pipe is empty.</summary>
    public static async Task<string> ReadAsync(Stream pipe, CancellationToken exited)
    {
        await using (pipe.ConfigureAwait(false))
        {
            using MemoryStream content = new();
            byte[] buffer = new byte[4096];
            try
            {
                while (await CopyAsync(pipe, buffer, content, exited).ConfigureAwait(false))
                {
                }
            }
            catch (OperationCanceledException)
            {
                long end = content.Length + MaximumDrain;
                while (content.Length < end && HasData(pipe) && await CopyAsync(pipe, buffer, content, CancellationToken.None).ConfigureAwait(false))
                {
                }
            }
            return Encoding.UTF8.GetString(content.GetBuffer(), 0, (int)content.Length);
        }
    }

    /// <summary>Writes all and closes the pipe; gives up when the child has exited or closed its end.</summary>
    public static async Task WriteAsync(Stream pipe, string content, CancellationToken exited)
    {
        try
        {
            await using (pipe.ConfigureAwait(false))
                await pipe.WriteAsync(Encoding.UTF8.GetBytes(content), exited).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // A program need not read its input; its exit code tells whether it missed something.
        }
    }

    private static async Task<bool> CopyAsync(Stream pipe, byte[] buffer, MemoryStream content, CancellationToken cancellationToken)
    {
        int count = await pipe.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        content.Write(buffer, 0, count);
        return count > 0;
    }

    private static bool HasData(Stream pipe)
    {
        Span<PollEntry> entries = [new PollEntry { Descriptor = (int)((PipeStream)pipe).SafePipeHandle.DangerousGetHandle(), Events = ProcessCalls.PollInput }];
        return ProcessCalls.Poll(entries, 0) > 0;
    }
}
