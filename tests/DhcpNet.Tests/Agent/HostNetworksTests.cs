using DhcpNet.Agent;
using DhcpNet.Tests.Model;

namespace DhcpNet.Tests.Agent;

/// <summary>Which networks a sync would serve, and which it would take down.</summary>
public sealed class HostNetworksTests : IDisposable
{
    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("dhcpnet-host-");
    private readonly FakePlugin _plugin = new();
    private readonly Network _blue = AgentObjects.NewNetwork("blue"), _gone = AgentObjects.NewNetwork("gone");

    public HostNetworksTests()
    {
        _plugin.Add(_blue);
        _plugin.Add(AgentObjects.NewNetwork("green"));
        foreach (Network network in new[] { _blue, _gone })
            Directory.CreateDirectory(Path.Combine(_state.FullName, "dhcp", $"{network.Id}"));
    }

    public void Dispose() => _state.Delete(recursive: true);

    [Fact]
    public async Task What_is_here_and_not_the_plugins_is_another()
    {
        HostNetworks networks = await FindAsync(NetworkSelection.All);

        Assert.Equal(["blue", "green"], networks.Wanted.Select(n => n.Name).Order());
        Assert.Equal([_gone.Id], networks.Others.Select(n => n.Id));
    }

    [Theory]
    [InlineData("b*", "blue", "")]
    [InlineData("g*", "green", "gone")]
    public async Task What_is_not_chosen_is_neither(string pattern, string wanted, string other)
    {
        HostNetworks networks = await FindAsync(new NetworkSelection([], [pattern]));

        Assert.Equal(wanted, string.Join(' ', networks.Wanted.Select(n => n.Name)));
        Assert.Equal(other, string.Join(' ', networks.Others.Select(n => n.Name)));
    }

    [Fact]
    public async Task A_plugin_that_never_had_a_network_is_the_wrong_one()
    {
        _plugin.Networks.Clear();
        _plugin.HasHadNetworks = false;

        DhcpNetException error = await Refused.WithAsync("PluginNeverUsed", DhcpNetErrorKind.Conflict, () => FindAsync(NetworkSelection.All));

        Assert.Contains("but 2 networks have a service", error.Message, StringComparison.Ordinal);
        Assert.Empty((await FindAsync(new NetworkSelection([], ["none"]))).Others);
    }

    private Task<HostNetworks> FindAsync(NetworkSelection selection) => HostNetworks.FindAsync(
        _plugin, new DhcpConfiguration { StatePath = _state.FullName }, selection, id => id == _gone.Id ? _gone : new Network { Id = id }, TestContext.Current.CancellationToken);
}
