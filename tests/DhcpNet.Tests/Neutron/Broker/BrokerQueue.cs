namespace DhcpNet.Tests.Neutron.Broker;

/// <summary>A queue of the broker, with the messages that are not on their way to a consumer.</summary>
internal sealed class BrokerQueue
{
    public LinkedList<BrokerMessage> Messages { get; } = [];

    public List<(BrokerConnection Connection, string Tag)> Consumers { get; } = [];
}
