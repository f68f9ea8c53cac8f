using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DhcpNet.Tests.Neutron;

/// <summary>An authority of a test's own.</summary>
internal sealed class TestCertificates : IDisposable
{
    private readonly X509Certificate2 _authority;

    public TestCertificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    public string AuthorityPem => _authority.ExportCertificatePem();

    /// <summary>A server's certificate, from the authority.</summary>
    public X509Certificate2 NewServer(IPAddress address, DateTimeOffset? notAfter = null)
    {
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(address);
        return New("CN=broker", notAfter ?? DateTimeOffset.UtcNow.AddHours(1), names.Build());
    }

    /// <summary>A client's certificate, from the authority.</summary>
    public X509Certificate2 NewClient() =>
        New("CN=client", DateTimeOffset.UtcNow.AddHours(1), new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2", "client authentication")], critical: false));

    public void Dispose() => _authority.Dispose();

    private X509Certificate2 New(string subject, DateTimeOffset notAfter, X509Extension extension)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(extension);
        using X509Certificate2 certificate = request.Create(_authority, DateTimeOffset.UtcNow.AddHours(-2), notAfter, Guid.NewGuid().ToByteArray());
        return certificate.CopyWithPrivateKey(key);
    }
}
