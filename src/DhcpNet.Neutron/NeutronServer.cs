using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DhcpNet.Neutron.Messaging;

namespace DhcpNet.Neutron;

/// <summary>Calls the server; failures become the plugin's, and calls that the server does not have are not made twice.</summary>
/// <param name="client">Reaches it.</param>
/// <param name="log">Told of each call and how long it took.</param>
internal sealed class NeutronServer(IRpcClient client, Action<string> log) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, bool> _unknown = new(StringComparer.Ordinal);

    /// <summary>Makes a call.</summary>
    /// <param name="request">The call.</param>
    /// <param name="target">What it is about.</param>
    /// <param name="cancellationToken">Gives up; whether the server does it is then not known.</param>
    /// <exception cref="DhcpNetException">It failed.</exception>
    public async Task<JsonElement> CallAsync(RpcRequest request, object? target, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        string outcome = "given up";
        try
        {
            JsonElement answer = await client.CallAsync(request, cancellationToken).ConfigureAwait(false);
            outcome = "answered";
            return answer;
        }
        catch (MessagingException e)
        {
            outcome = "failed";
            throw NeutronErrors.ToPluginError(e, target);
        }
        catch (ObjectDisposedException e)
        {
            throw NeutronErrors.ToPluginError(new BrokerException(BrokerFailure.Lost, "The connection to Neutron's broker was closed meanwhile. Do it again.", e), target);
        }
        finally
        {
            log(string.Create(CultureInfo.InvariantCulture, $"Neutron: {request.Method} {outcome} after {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms"));
        }
    }

    /// <summary>Makes a call that older servers do not have.</summary>
    /// <returns>The answer; null where the server does not have the call.</returns>
    /// <inheritdoc cref="CallAsync"/>
    public async Task<JsonElement?> TryCallAsync(RpcRequest request, object? target, CancellationToken cancellationToken)
    {
        if (_unknown.ContainsKey(request.Method))
            return null;
        try
        {
            return await CallAsync(request, target, cancellationToken).ConfigureAwait(false);
        }
        catch (DhcpNetException e) when (e.InnerException is RemoteException { IsCallUnknown: true })
        {
            _unknown[request.Method] = true;
            return null;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => client.DisposeAsync();
}
