namespace DhcpNet;

/// <summary>A DNS server that dnsmasq forwards queries to, and what it has counted of it since it was started.</summary>
/// <param name="Server">Address and port, <c>9.9.9.9#53</c>.</param>
/// <param name="Queries">Queries sent to it.</param>
/// <param name="Failed">Queries that it did not answer, or answered with an error.</param>
public sealed record UpstreamServer(string Server, long Queries, long Failed)
{
    /// <summary>All of it in a line.</summary>
    public override string ToString() => $"{Server}: {Queries} sent, {Failed} failed";
}
