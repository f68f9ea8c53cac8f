using System.Management.Automation;
using DhcpNet.NeutronTests.Lab;

namespace DhcpNet.NeutronTests.Plugin;

/// <summary>A broker with TLS is the one that is meant, or nothing is said to it.</summary>
public class TlsTests(NeutronLab lab, TlsBroker tls) : IClassFixture<TlsBroker>
{
    [Fact]
    public void A_broker_whose_certificate_the_authority_has_signed_is_used()
    {
        using var session = NeutronSession.Open(lab);

        session.Run(Connect(TlsBroker.OpenPort, $"-CaCertificate {tls.Client.Authority}"));

        Assert.Empty(session.PowerShell.Invoke("Get-DhcpNetwork").Errors);
        Assert.Contains($"{TlsBroker.OpenPort}\ttrue", lab.Broker.Control("list_connections", "port", "ssl"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_with_a_certificate_gets_in_where_one_is_asked_for()
    {
        using var session = NeutronSession.Open(lab);

        session.Run(Connect(TlsBroker.StrictPort, $"-CaCertificate {tls.Client.Authority} -ClientCertificate {tls.Client.Certificate} -ClientKey {tls.Client.Key}"));

        Assert.Empty(session.PowerShell.Invoke("Get-DhcpNetwork").Errors);
    }

    [Theory]
    [InlineData(TlsBroker.StrictPort, false, "whether the broker asks for a client certificate")]
    [InlineData(TlsBroker.StrictPort, true, "of an authority that it knows")]
    [InlineData(TlsBroker.MisnamedPort, false, "is for another name")]
    [InlineData(Broker.Port, false, "See that the port is one for TLS")]
    public void What_stands_in_the_way_of_TLS_is_told(int port, bool asStranger, string words)
    {
        using var session = NeutronSession.Open(lab);
        string certificate = asStranger ? $"-ClientCertificate {tls.Stranger.Certificate} -ClientKey {tls.Stranger.Key}" : "";

        AssertFails(session, Connect(port, $"-CaCertificate {tls.Client.Authority} {certificate}"), "BrokerTlsFailed", words);
    }

    [Fact]
    public void An_authority_that_has_not_signed_the_brokers_certificate_is_the_wrong_one()
    {
        using var session = NeutronSession.Open(lab);

        AssertFails(session, Connect(TlsBroker.OpenPort, $"-CaCertificate {tls.Stranger.Authority}"), "BrokerTlsFailed", "is not from an authority of the CA file");
        AssertFails(session, Connect(TlsBroker.OpenPort, ""), "BrokerTlsFailed", "is not trusted by this system", "Give the file of the authority");
    }

    [Fact]
    public void A_port_for_TLS_is_not_for_others()
    {
        using var session = NeutronSession.Open(lab);

        AssertFails(session, $"Connect-DhcpPlugin -TransportUrl 'rabbit://guest:guest@127.0.0.1:{TlsBroker.OpenPort}/'", "BrokerUnavailable", "the port is not one for TLS");
    }

    private static string Connect(int port, string arguments) => $"Connect-DhcpPlugin -TransportUrl 'rabbit://guest:guest@127.0.0.1:{port}/' -UseTls {arguments}";

    private static void AssertFails(NeutronSession session, string script, string errorId, params string[] words)
    {
        ErrorRecord error = Assert.Single(session.PowerShell.Invoke(script).Errors);

        Assert.Equal(errorId, error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.All(words, w => Assert.Contains(w, $"{error}", StringComparison.Ordinal));
    }
}
