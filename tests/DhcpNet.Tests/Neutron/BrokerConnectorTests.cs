using System.Net;
using DhcpNet.Neutron.Messaging;
using DhcpNet.Tests.Linux;

namespace DhcpNet.Tests.Neutron;

/// <summary>Who can't reach a broker is told why.</summary>
public sealed class BrokerConnectorTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TestCertificates _certificates = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _directory.Dispose();
        _certificates.Dispose();
    }

    [Fact]
    public async Task Nothing_listens() =>
        await AssertFailsAsync($"rabbit://u:secret@127.0.0.1:{FakeBroker.UnusedPort()}", BrokerFailure.Unreachable, "Nothing listens");

    [Fact]
    public async Task The_host_has_no_address() => await AssertFailsAsync("rabbit://u:secret@no-such-host.invalid", BrokerFailure.HostUnknown, "'no-such-host.invalid' has no address");

    [Fact]
    public async Task What_listens_says_nothing()
    {
        await using var broker = FakeBroker.Silent();

        await AssertFailsAsync($"rabbit://u:secret@127.0.0.1:{broker.Port}", BrokerFailure.NoAnswer, "did not answer as a RabbitMQ broker does", timeout: TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public async Task What_listens_is_something_else()
    {
        await using var broker = FakeBroker.Saying("HTTP/1.1 400 Bad Request\r\n\r\n");

        await AssertFailsAsync($"rabbit://u:secret@127.0.0.1:{broker.Port}", BrokerFailure.NoAnswer, "did not answer as a RabbitMQ broker does");
    }

    [Fact]
    public async Task What_listens_does_not_speak_TLS()
    {
        await using var broker = FakeBroker.Saying("AMQP\0\0\u0009\u0001 is no TLS");

        await AssertFailsAsync($"rabbit://u:secret@127.0.0.1:{broker.Port}?ssl=1", BrokerFailure.TlsFailed, "TLS can't be set up");
    }

    [Theory]
    [InlineData("", BrokerFailure.NoAnswer, "that the port is not one for TLS")]
    [InlineData("?ssl=1", BrokerFailure.TlsFailed, "asks for a client certificate")]
    public async Task What_listens_hangs_up(string query, BrokerFailure failure, string words)
    {
        await using var broker = FakeBroker.HangingUp();

        await AssertFailsAsync($"rabbit://u:secret@127.0.0.1:{broker.Port}{query}", failure, words);
    }

    [Fact]
    public async Task The_brokers_authority_is_not_known_to_the_system()
    {
        await using var broker = FakeBroker.WithTls(_certificates.NewServer(IPAddress.Loopback));

        await AssertFailsAsync($"rabbit://u:secret@127.0.0.1:{broker.Port}?ssl=1", BrokerFailure.TlsFailed, "is not trusted by this system");
    }

    [Fact]
    public async Task The_brokers_authority_is_another_than_the_files()
    {
        using TestCertificates others = new();
        await using var broker = FakeBroker.WithTls(others.NewServer(IPAddress.Loopback));

        await AssertFailsAsync($"rabbit://u:secret@127.0.0.1:{broker.Port}", BrokerFailure.TlsFailed, "is not from an authority of the CA file", tls: WithAuthority());
    }

    [Fact]
    public async Task The_brokers_certificate_is_anothers()
    {
        await using var broker = FakeBroker.WithTls(_certificates.NewServer(IPAddress.Parse("192.0.2.1")));

        await AssertFailsAsync($"rabbit://u:secret@127.0.0.1:{broker.Port}", BrokerFailure.TlsFailed, "is for another name", tls: WithAuthority());
    }

    [Fact]
    public async Task The_brokers_certificate_has_expired()
    {
        await using var broker = FakeBroker.WithTls(_certificates.NewServer(IPAddress.Loopback, DateTimeOffset.UtcNow.AddHours(-1)));

        await AssertFailsAsync($"rabbit://u:secret@127.0.0.1:{broker.Port}", BrokerFailure.TlsFailed, "or not valid", tls: WithAuthority());
    }

    [Fact]
    public async Task A_certificate_of_the_files_authority_is_good()
    {
        await using var broker = FakeBroker.WithTls(_certificates.NewServer(IPAddress.Loopback));

        // Behind TLS there is no broker: that is how it is seen that TLS was no obstacle.
        await AssertFailsAsync($"rabbit://u:secret@127.0.0.1:{broker.Port}", BrokerFailure.NoAnswer, "did not answer", tls: WithAuthority(), timeout: TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("no.pem", "Could not find")]
    [InlineData("empty.pem", "there is none in it")]
    [InlineData("broken.pem", "can't be read as certificates")]
    public async Task A_file_of_authorities_is_not_one(string file, string words)
    {
        File.WriteAllText(_directory["empty.pem"], "");
        File.WriteAllText(_directory["broken.pem"], "-----BEGIN CERTIFICATE-----\nbm90aGluZw==\n-----END CERTIFICATE-----\n");

        await AssertFailsAsync("rabbit://u:secret@127.0.0.1:1", BrokerFailure.TlsFailed, words, tls: new RabbitTlsOptions { CaCertificateFile = _directory[file] });
    }

    [Fact]
    public async Task Of_several_brokers_each_is_tried_and_told_of()
    {
        int first = FakeBroker.UnusedPort();
        await using var second = FakeBroker.Saying("no");

        BrokerException e = await OpenAsync($"rabbit://u:secret@127.0.0.1:{first},u:secret@127.0.0.1:{second.Port}", new RabbitOptions());

        Assert.Contains("None of the 2 brokers", e.Message, StringComparison.Ordinal);
        Assert.Contains($":{first}", e.Message, StringComparison.Ordinal);
        Assert.Contains($":{second.Port}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connecting_is_given_up_when_it_is_cancelled()
    {
        await using var broker = FakeBroker.Silent();
        using CancellationTokenSource cancel = new();

        Task connecting = RpcClient.ConnectAsync(TransportUrl.Parse($"rabbit://u:p@127.0.0.1:{broker.Port}"), new RabbitOptions(), "neutron", TimeSpan.FromSeconds(60), log: null, cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
    }

    private RabbitTlsOptions WithAuthority()
    {
        File.WriteAllText(_directory["ca.pem"], _certificates.AuthorityPem);
        return new RabbitTlsOptions { CaCertificateFile = _directory["ca.pem"] };
    }

    private static async Task AssertFailsAsync(string url, BrokerFailure failure, string words, RabbitTlsOptions? tls = null, TimeSpan? timeout = null)
    {
        RabbitOptions options = new() { Tls = tls };
        BrokerException e = await OpenAsync(url, timeout is TimeSpan time ? options with { ConnectTimeout = time } : options);

        Assert.True(e.Failure == failure && e.Message.Contains(words, StringComparison.Ordinal), $"{e.Failure}: {e}");
        Assert.DoesNotContain("secret", e.ToString(), StringComparison.Ordinal);
    }

    private static async Task<BrokerException> OpenAsync(string url, RabbitOptions options) => await Assert.ThrowsAsync<BrokerException>(async () =>
        await (await RpcClient.ConnectAsync(TransportUrl.Parse(url), options, "neutron", TimeSpan.FromSeconds(60), log: null, Token)).DisposeAsync());
}
