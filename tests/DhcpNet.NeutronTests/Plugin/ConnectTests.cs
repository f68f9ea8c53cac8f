using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using DhcpNet.NeutronTests.Lab;

namespace DhcpNet.NeutronTests.Plugin;

/// <summary>A session finds its Neutron, or says in which way it does not.</summary>
public class ConnectTests(NeutronLab lab)
{
    [Fact]
    public void A_broker_behind_which_a_server_answers_is_the_sessions_plugin()
    {
        using var session = NeutronSession.Connect(lab);

        Assert.Contains("127.0.0.1", session.PowerShell.Show("Get-DhcpPlugin"), StringComparison.Ordinal);
        Assert.DoesNotContain("guest:guest", session.PowerShell.Show("Get-DhcpPlugin"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rabbit://guest:wrong@127.0.0.1:5672/", "BrokerLoginRefused")]
    [InlineData("rabbit://nobody:guest@127.0.0.1:5672/", "BrokerLoginRefused")]
    [InlineData("rabbit://guest:guest@127.0.0.1:5672/no-such-host", "BrokerVirtualHostRefused")]
    [InlineData("rabbit://guest:guest@127.0.0.1:5999/", "BrokerUnavailable")]
    [InlineData("rabbit://guest:guest@no-such-host.invalid:5672/", "BrokerHostUnknown")]
    [InlineData("rabbit://guest@127.0.0.1:5672/", "CredentialMissing")]
    [InlineData("rabbit:guest", "TransportUrlInvalid")]
    public void What_is_wrong_is_told_without_the_password(string url, string errorId)
    {
        using var session = NeutronSession.Open(lab);

        PowerShellSession.Result result = session.PowerShell.Invoke($"Connect-DhcpPlugin -TransportUrl '{url}'");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal(errorId, error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.DoesNotContain("wrong", $"{error}", StringComparison.Ordinal);
        Assert.DoesNotContain(":guest@", $"{error}", StringComparison.Ordinal);
    }

    [Fact]
    public void The_next_broker_of_the_URL_is_taken_where_the_first_is_not_there()
    {
        using var session = NeutronSession.Open(lab);

        session.Run("Connect-DhcpPlugin -TransportUrl 'rabbit://guest:guest@127.0.0.1:5999,guest:guest@127.0.0.1:5672/'");

        Assert.Empty(session.PowerShell.Invoke("Get-DhcpNetwork").Errors);
    }

    [Fact]
    public void A_virtual_host_that_no_server_listens_on_is_told_from_one_whose_server_is_slow()
    {
        lab.Require();
        lab.Broker.Control("add_vhost", "empty");
        lab.Broker.Control("set_permissions", "-p", "empty", "guest", ".*", ".*", ".*");
        try
        {
            using var session = NeutronSession.Open(lab);

            ErrorRecord error = session.RunFailure("Connect-DhcpPlugin -TransportUrl 'rabbit://guest:guest@127.0.0.1:5672/empty'");

            Assert.StartsWith("NeutronTimeout,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.StartsWith("No server listened on topic 'q-plugin' within 10 s", $"{error}", StringComparison.Ordinal);
        }
        finally
        {
            lab.Broker.Control("delete_vhost", "empty");
        }
    }

    [Fact]
    public void A_user_who_may_not_write_is_told_so()
    {
        lab.Require();
        lab.Broker.Control("add_user", "reader", "secret-of-reader");
        lab.Broker.Control("set_permissions", "reader", "^$", "^$", ".*");
        try
        {
            using var session = NeutronSession.Open(lab);

            Assert.Equal("BrokerNotPermitted", session.RunError("Connect-DhcpPlugin -TransportUrl 'rabbit://reader:secret-of-reader@127.0.0.1:5672/'"));
        }
        finally
        {
            lab.Broker.Control("delete_user", "reader");
        }
    }

    [Fact]
    public void A_port_on_which_nobody_speaks_AMQP_is_no_broker()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using var session = NeutronSession.Open(lab);

        Assert.Equal("BrokerUnavailable", session.RunError($"Connect-DhcpPlugin -TransportUrl 'rabbit://guest:guest@127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/'"));
    }

    [Fact]
    public void What_is_Neutrons_is_not_changed_here()
    {
        using var session = NeutronSession.Connect(lab);

        Assert.Equal("PluginReadOnly", session.RunError("New-DhcpNetwork blue"));
    }
}
