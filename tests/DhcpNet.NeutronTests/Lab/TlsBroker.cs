using System.Net;
using System.Security.Cryptography.X509Certificates;
using DhcpNet.Tests.Neutron;

namespace DhcpNet.NeutronTests.Lab;

/// <summary>The lab's broker at ports where it speaks TLS, and the files of those who come there.</summary>
public sealed class TlsBroker(NeutronLab lab) : IAsyncLifetime
{
    /// <summary>Where anybody may come.</summary>
    internal const int OpenPort = 5671;

    /// <summary>Where clients have to show a certificate.</summary>
    internal const int StrictPort = 5673;

    /// <summary>Where the broker's certificate is for another address.</summary>
    internal const int MisnamedPort = 5674;

    private readonly TestCertificates _authority = new();
    private readonly TestCertificates _stranger = new();

    /// <summary>Those of a client that the broker trusts.</summary>
    internal TlsFiles Client { get; private set; } = null!;

    /// <summary>Those of one of whose authority the broker knows nothing.</summary>
    internal TlsFiles Stranger { get; private set; } = null!;

    public ValueTask InitializeAsync()
    {
        if (lab.WhyNone is not null)
            return ValueTask.CompletedTask;
        using X509Certificate2 server = _authority.NewServer(IPAddress.Loopback), misnamed = _authority.NewServer(IPAddress.Parse("192.0.2.1")), client = _authority.NewClient(), stranger = _stranger.NewClient();
        Client = TlsFiles.Write(lab.Directory, "tls-client", _authority, client);
        Stranger = TlsFiles.Write(lab.Directory, "tls-stranger", _stranger, stranger);
        var files = TlsFiles.Write(lab.Directory, "tls-broker", _authority, server);
        lab.Broker.ListenWithTls(OpenPort, files, requiresClientCertificate: false);
        lab.Broker.ListenWithTls(StrictPort, files, requiresClientCertificate: true);
        lab.Broker.ListenWithTls(MisnamedPort, TlsFiles.Write(lab.Directory, "tls-misnamed", _authority, misnamed), requiresClientCertificate: false);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        if (Client is not null)
        {
            foreach (int port in new[] { OpenPort, StrictPort, MisnamedPort })
                lab.Broker.StopListening(port);
        }
        _authority.Dispose();
        _stranger.Dispose();
        return ValueTask.CompletedTask;
    }
}
