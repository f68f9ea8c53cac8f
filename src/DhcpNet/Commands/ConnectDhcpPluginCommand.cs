using System.Management.Automation;
using System.Net;
using DhcpNet.Neutron.Messaging;
using DhcpNet.Session;

namespace DhcpNet.Commands;

/// <summary>Chooses the plugin of this session: an embedded store at a path, or a Neutron server behind its message broker.</summary>
[Cmdlet(VerbsCommunications.Connect, "DhcpPlugin", SupportsShouldProcess = true, DefaultParameterSetName = StoreSet)]
[OutputType(typeof(PluginInfo))]
public sealed class ConnectDhcpPluginCommand : DhcpCmdlet
{
    private const string StoreSet = "Path", UrlSet = "TransportUrl", UrlFileSet = "TransportUrlFile";

    /// <summary>The store's file; it is made where it is missing.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = StoreSet)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Neutron's brokers, as its transport_url has them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UrlSet)]
    [ValidateNotNullOrEmpty]
    public string TransportUrl { get; set; } = "";

    /// <summary>A file with the transport URL, which nobody but its owner may read.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UrlFileSet)]
    [ValidateNotNullOrEmpty]
    public string TransportUrlFile { get; set; } = "";

    /// <summary>User name and password for the brokers of a URL without password.</summary>
    [Parameter(ParameterSetName = UrlSet)]
    [Credential]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>Speaks TLS with the brokers.</summary>
    [Parameter(ParameterSetName = UrlSet)]
    [Parameter(ParameterSetName = UrlFileSet)]
    public SwitchParameter UseTls { get; set; }

    /// <summary>The authorities that the brokers' certificates are to be from; those that the system trusts where it is not given.</summary>
    [Parameter(ParameterSetName = UrlSet)]
    [Parameter(ParameterSetName = UrlFileSet)]
    [ValidateNotNullOrEmpty]
    public string? CaCertificate { get; set; }

    /// <summary>The certificate to show to the brokers.</summary>
    [Parameter(ParameterSetName = UrlSet)]
    [Parameter(ParameterSetName = UrlFileSet)]
    [ValidateNotNullOrEmpty]
    public string? ClientCertificate { get; set; }

    /// <summary>The key of the certificate; where it is not given, it is in the same file.</summary>
    [Parameter(ParameterSetName = UrlSet)]
    [Parameter(ParameterSetName = UrlFileSet)]
    [ValidateNotNullOrEmpty]
    public string? ClientKey { get; set; }

    /// <summary>Declares exchanges and queues durable.</summary>
    [Parameter(ParameterSetName = UrlSet)]
    [Parameter(ParameterSetName = UrlFileSet)]
    public SwitchParameter DurableQueue { get; set; }

    /// <summary>Declares exchanges and queues to end with their last user.</summary>
    [Parameter(ParameterSetName = UrlSet)]
    [Parameter(ParameterSetName = UrlFileSet)]
    public SwitchParameter AutoDeleteQueue { get; set; }

    /// <summary>Declares queues as quorum queues.</summary>
    [Parameter(ParameterSetName = UrlSet)]
    [Parameter(ParameterSetName = UrlFileSet)]
    public SwitchParameter QuorumQueue { get; set; }

    /// <summary>Declares the queues of replies and fanouts as quorum queues.</summary>
    [Parameter(ParameterSetName = UrlSet)]
    [Parameter(ParameterSetName = UrlFileSet)]
    public SwitchParameter TransientQuorumQueue { get; set; }

    /// <summary>How often a quorum queue is declared to deliver a message that is not acknowledged.</summary>
    [Parameter(ParameterSetName = UrlSet)]
    [Parameter(ParameterSetName = UrlFileSet)]
    [ValidateRange(1, int.MaxValue)]
    public int QuorumDeliveryLimit { get; set; }

    /// <summary>How many messages of a quorum queue are declared to be kept in memory.</summary>
    [Parameter(ParameterSetName = UrlSet)]
    [Parameter(ParameterSetName = UrlFileSet)]
    [ValidateRange(1, int.MaxValue)]
    public int QuorumMaxMemoryLength { get; set; }

    /// <summary>How many bytes of a quorum queue's messages are declared to be kept in memory.</summary>
    [Parameter(ParameterSetName = UrlSet)]
    [Parameter(ParameterSetName = UrlFileSet)]
    [ValidateRange(1, long.MaxValue)]
    public long QuorumMaxMemoryBytes { get; set; }

    /// <summary>Declares queues as mirrored.</summary>
    [Parameter(ParameterSetName = UrlSet)]
    [Parameter(ParameterSetName = UrlFileSet)]
    public SwitchParameter MirroredQueue { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == StoreSet)
        {
            string path = GetUnresolvedProviderPathFromPSPath(Path);
            Try(path, (log, token) => ConnectAsync(log, path, () => Session.ConnectPluginAsync(path, token), token));
        }
        else
        {
            // What is wrong with the parameters is told before anything is asked or done. Paths are the pipeline thread's to resolve.
            string? urlFile = Resolve(GivenText(TransportUrlFile)), caFile = Resolve(CaCertificate), certificateFile = Resolve(ClientCertificate), keyFile = Resolve(ClientKey);
            Try(target: null, (log, token) =>
            {
                TransportUrl url = ReadUrl(urlFile);
                RabbitOptions rabbit = ReadOptions(url, caFile, certificateFile, keyFile);
                return ConnectAsync(log, url.ToString(), () => Session.ConnectPluginAsync(url, rabbit, token), token);
            });
        }
    }

    private async Task ConnectAsync(PipelineLog log, string target, Func<Task> connect, CancellationToken cancellationToken)
    {
        if (!await ConfirmedAsync(log, target, "use as this session's plugin", force: false, cancellationToken).ConfigureAwait(false))
            return;
        await connect().ConfigureAwait(false);
        log.Output(await PluginInfo.OfAsync(Session, cancellationToken).ConfigureAwait(false));
    }

    private string? Resolve(string? path) => path is null ? null : GetUnresolvedProviderPathFromPSPath(path);

    private TransportUrl ReadUrl(string? file)
    {
        TransportUrl url = file is null ? ParseUrl() : Neutron.TransportUrlFile.Read(file);
        if (Credential is not null)
        {
            if (url.HasPassword)
            {
                throw new DhcpNetException("CredentialContradiction", DhcpNetErrorKind.InvalidInput,
                    $"Both the transport URL {url} and -Credential have a password. Leave one of them out.", url.ToString());
            }
            NetworkCredential credential = Credential.GetNetworkCredential();
            url = url.WithCredentials(Credential.UserName, credential.Password);
        }
        return url.HasCredentials
            ? url
            : throw new DhcpNetException("CredentialMissing", DhcpNetErrorKind.InvalidInput,
                $"There is no password for {url}. Give -Credential, or a -TransportUrlFile with rabbit://user:password@host:5672/virtual-host in it.", url.ToString());
    }

    private TransportUrl ParseUrl()
    {
        try
        {
            return Neutron.Messaging.TransportUrl.Parse(TransportUrl);
        }
        catch (TransportUrlException e)
        {
            throw new DhcpNetException("TransportUrlInvalid", DhcpNetErrorKind.InvalidInput, e.Message, nameof(TransportUrl), e);
        }
    }

    private RabbitOptions ReadOptions(TransportUrl url, string? caFile, string? certificateFile, string? keyFile)
    {
        bool useTls = IsBound(nameof(UseTls)) ? UseTls.IsPresent : url.UseTls == true;
        if (IsBound(nameof(UseTls)) && url.UseTls is bool asked && asked != useTls)
            throw Contradiction("TlsContradiction", $"-UseTls says otherwise than the 'ssl' of the transport URL {url}. Leave one of them out.");
        if (!useTls && (caFile ?? certificateFile ?? keyFile) is string file)
            throw Contradiction("TlsContradiction", $"The certificate or key '{file}' is for TLS, which is not asked for. Give -UseTls too.");
        if (keyFile is not null && certificateFile is null)
            throw Contradiction("TlsContradiction", $"-ClientKey '{keyFile}' has no certificate. Give -ClientCertificate too.");
        if (QuorumQueue && MirroredQueue)
            throw Contradiction("QueueContradiction", "A queue is a quorum queue or mirrored, not both. Give the one of -QuorumQueue and -MirroredQueue that Neutron's server has in its configuration.");
        if (!QuorumQueue && !TransientQuorumQueue && (QuorumDeliveryLimit > 0 || QuorumMaxMemoryLength > 0 || QuorumMaxMemoryBytes > 0))
            throw Contradiction("QueueContradiction", "A limit of quorum queues is given, and queues are none. Give -QuorumQueue or -TransientQuorumQueue too, as Neutron's server has them in its configuration.");
        return new RabbitOptions
        {
            DurableQueues = DurableQueue,
            AutoDeleteQueues = AutoDeleteQueue,
            QuorumQueues = QuorumQueue,
            TransientQuorumQueues = TransientQuorumQueue,
            QuorumDeliveryLimit = QuorumDeliveryLimit,
            QuorumMaxMemoryLength = QuorumMaxMemoryLength,
            QuorumMaxMemoryBytes = QuorumMaxMemoryBytes,
            MirroredQueues = MirroredQueue,
            Tls = useTls ? new RabbitTlsOptions { CaCertificateFile = caFile, ClientCertificateFile = certificateFile, ClientKeyFile = keyFile } : null,
        };
    }

    private static DhcpNetException Contradiction(string errorId, string message) => new(errorId, DhcpNetErrorKind.InvalidInput, message);
}
