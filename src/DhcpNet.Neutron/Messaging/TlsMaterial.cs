using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using RabbitMQ.Client;

namespace DhcpNet.Neutron.Messaging;

/// <summary>The certificates of <see cref="RabbitTlsOptions"/>, read.</summary>
internal sealed class TlsMaterial : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2Collection? _authorities;
    private readonly X509Certificate2? _clientCertificate;

    private TlsMaterial(X509Certificate2Collection? authorities, X509Certificate2? clientCertificate)
    {
        _authorities = authorities;
        _clientCertificate = clientCertificate;
    }

    /// <summary>Reads the files.</summary>
    /// <exception cref="BrokerException">One can't be read, or holds something else.</exception>
    public static TlsMaterial Load(RabbitTlsOptions options)
    {
        X509Certificate2Collection? authorities = options.CaCertificateFile is string caFile ? ReadAuthorities(caFile) : null;
        X509Certificate2? client = options.ClientCertificateFile is string certificateFile
            ? Read(certificateFile, () => X509Certificate2.CreateFromPemFile(certificateFile, options.ClientKeyFile), "a certificate and its key, which must not be encrypted")
            : null;
        return new TlsMaterial(authorities, client);
    }

    /// <summary>What the client library needs for one connection.</summary>
    /// <param name="hostName">The name or address that the certificate has to be for.</param>
    /// <param name="onRefused">Told why a certificate is not accepted.</param>
    public SslOption ForHost(string hostName, Action<string> onRefused)
    {
        SslOption option = new(hostName, enabled: true)
        {
            CertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                string? reason = Refuse(certificate as X509Certificate2, chain, errors);
                if (reason is not null)
                    onRefused(reason);
                return reason is null;
            },
        };
        if (_clientCertificate is not null)
            option.ClientCertificateContext = SslStreamCertificateContext.Create(_clientCertificate, additionalCertificates: null, offline: true);
        return option;
    }

    public void Dispose()
    {
        _clientCertificate?.Dispose();
        foreach (X509Certificate2 authority in _authorities ?? [])
            authority.Dispose();
    }

    // Null where the certificate is good.
    private string? Refuse(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return "the broker shows no certificate";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return $"the broker's certificate is for another name ({certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false)})";
        if (_authorities is null)
            return errors == SslPolicyErrors.None ? null : $"the broker's certificate is not trusted by this system ({Explain(chain)})";

        using X509Chain own = new();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        foreach (X509ChainElement element in chain?.ChainElements.Skip(1) ?? [])
            own.ChainPolicy.ExtraStore.Add(element.Certificate);
        own.ChainPolicy.ExtraStore.AddRange(chain?.ChainPolicy.ExtraStore ?? []);
        return own.Build(certificate) ? null : $"the broker's certificate is not from an authority of the CA file, or not valid ({Explain(own)})";
    }

    private static string Explain(X509Chain? chain) =>
        chain is { ChainStatus: [var first, ..] } ? first.StatusInformation.Trim().TrimEnd('.') : "for a reason that is not known";

    private static X509Certificate2Collection ReadAuthorities(string file)
    {
        X509Certificate2Collection authorities = Read(file, () =>
        {
            X509Certificate2Collection read = [];
            read.ImportFromPemFile(file);
            return read;
        }, "certificates of authorities");
        return authorities.Count > 0 ? authorities : throw Unusable(file, "certificates of authorities", "there is none in it", null);
    }

    private static T Read<T>(string file, Func<T> read, string what)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw Unusable(file, what, e.Message, e);
        }
    }

    private static BrokerException Unusable(string file, string what, string reason, Exception? cause) =>
        new(BrokerFailure.TlsFailed, $"The file '{file}' can't be read as {what} in PEM: {reason.TrimEnd('.')}.", cause);
}
