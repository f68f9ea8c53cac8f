namespace DhcpNet.Neutron.Messaging;

/// <summary>How brokers are reached over TLS. Files are PEM.</summary>
public sealed record RabbitTlsOptions
{
    /// <summary>The authorities of which one has to stand behind the broker's certificate (oslo.messaging: ssl_ca_file); null: those that the system trusts.</summary>
    public string? CaCertificateFile { get; init; }

    /// <summary>The client's own certificate (ssl_cert_file); null: none.</summary>
    public string? ClientCertificateFile { get; init; }

    /// <summary>The key of the client's certificate (ssl_key_file); null: it is in the same file.</summary>
    public string? ClientKeyFile { get; init; }
}
