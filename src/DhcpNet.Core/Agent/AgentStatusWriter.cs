namespace DhcpNet.Agent;

/// <summary>Keeps the file up to date: when something has changed, and at most once a second.</summary>
internal sealed class AgentStatusWriter(DhcpConfiguration configuration, Func<DhcpAgentStatus> describe) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Signal _changed = new();

    /// <summary>Says that something has changed.</summary>
    public void Note() => _changed.Set();

    /// <summary>Writes until it is cancelled, and once more then.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                Write();
                await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
                await _changed.WaitAsync(most: null, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            Write();
        }
    }

    public void Dispose() => _changed.Dispose();

    // Who can't be told of it goes without: the service is what matters.
    private void Write()
    {
        try
        {
            AgentStatusFile.Write(configuration, describe());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
