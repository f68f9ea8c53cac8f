using System.Security.Cryptography.X509Certificates;
using DhcpNet.Tests.Neutron;

namespace DhcpNet.NeutronTests.Lab;

/// <summary>A certificate, its key and the authority's certificate, as files of PEM.</summary>
internal sealed record TlsFiles
{
    private TlsFiles(string start)
    {
        Authority = $"{start}-ca.pem";
        Certificate = $"{start}.pem";
        Key = $"{start}.key";
    }

    public string Authority { get; }

    public string Certificate { get; }

    public string Key { get; }

    /// <summary>Writes them.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="name">What their names begin with.</param>
    /// <param name="authority">The authority.</param>
    /// <param name="certificate">A certificate of its.</param>
    public static TlsFiles Write(string directory, string name, TestCertificates authority, X509Certificate2 certificate)
    {
        TlsFiles files = new(Path.Combine(directory, name));
        using var key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(files.Authority, authority.AuthorityPem);
        File.WriteAllText(files.Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(files.Key, key.ExportPkcs8PrivateKeyPem());
        return files;
    }
}
