using System.Text.Json;

namespace DhcpNet.Neutron.Messaging;

/// <summary>Calls methods of servers.</summary>
internal interface IRpcClient : IAsyncDisposable
{
    /// <summary>Calls a method and waits for the answer.</summary>
    /// <returns>What it returned.</returns>
    /// <exception cref="RemoteException">It raised an exception.</exception>
    /// <exception cref="RpcTimeoutException">No answer came in time.</exception>
    /// <exception cref="BrokerException">The call could not be sent in time.</exception>
    Task<JsonElement> CallAsync(RpcRequest request, CancellationToken cancellationToken);
}
