using System.Threading.Channels;

namespace DhcpNet.Setup;

/// <summary>Gives each network back as soon as its outcome is known: who waits for it need not wait for the rest of the run.</summary>
internal sealed class ReleasingWriter(ChannelWriter<NetworkDhcpOutcome> outcomes, NetworkLocks held) : ChannelWriter<NetworkDhcpOutcome>
{
    public override bool TryWrite(NetworkDhcpOutcome item)
    {
        held.Release(item.Network.Id);
        return outcomes.TryWrite(item);
    }

    public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) => outcomes.WaitToWriteAsync(cancellationToken);
}
