namespace DhcpNet.Agent;

/// <summary>Tells the plugin of ports that DHCP answers for, many at a time, as soon as there are any; what it did not hear is told again.</summary>
internal sealed class ReadyPortSender(AgentParts parts)
{
    // Neutron's agent tells no more in one call (DHCP_READY_PORTS_SYNC_MAX).
    private const int Most = 64;

    /// <summary>Tells until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        int failures = 0;
        while (true)
        {
            if (await TellAsync(cancellationToken).ConfigureAwait(false) is Exception error)
            {
                TimeSpan delay = Backoff.Usual.After(++failures);
                parts.Journal.Fail(error, $"telling the plugin of ports that are ready; tried again in {delay.TotalSeconds:0.#} s");
                await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
                continue;
            }
            failures = 0;
            await parts.HasReady.WaitAsync(most: null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Tells of all that there are.</summary>
    /// <returns>What went wrong; null: nothing.</returns>
    public async Task<Exception?> TellAsync(CancellationToken cancellationToken)
    {
        while (parts.Ready.Take(Most) is { Count: > 0 } ports)
        {
            try
            {
                await parts.Source.DhcpReadyOnPortsAsync(ports, cancellationToken).ConfigureAwait(false);
                parts.Ready.Told(ports);
                parts.Journal.Count(c => c with { ReadyPorts = c.ReadyPorts + ports.Count });
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                parts.Ready.Return(ports);
                return e;
            }
        }
        return null;
    }
}
