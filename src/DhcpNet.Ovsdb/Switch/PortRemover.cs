namespace DhcpNet.Ovsdb;

/// <summary>Removes ports by name, and waits until ovs-vswitchd has closed their devices.</summary>
internal static class PortRemover
{
    /// <summary>Closing a TAP waits for the kernel: some 16 ms each on an idle machine.</summary>
    private static readonly TimeSpan TimeoutPerPort = TimeSpan.FromMilliseconds(100);

    public static async Task<int> RemoveAsync(OvsdbClient client, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        HashSet<Guid> ports = await FindAsync(client, names.ToHashSet(StringComparer.Ordinal), cancellationToken).ConfigureAwait(false);
        if (ports.Count == 0)
            return 0;
        (long cfg, int count) = await PortWriter.RemoveAsync(client, ports, cancellationToken).ConfigureAwait(false);
        TimeSpan timeout = client.RequestTimeout + (TimeoutPerPort * ports.Count);
        SwitchWatch watch = await SwitchWatch.WaitAsync(client, cfg, [], timeout, cancellationToken).ConfigureAwait(false);
        return watch.IsCurrent ? count : throw NotClosed(client.Endpoint, timeout);
    }

    private static async Task<HashSet<Guid>> FindAsync(OvsdbClient client, HashSet<string> names, CancellationToken cancellationToken)
    {
        OvsdbTransaction transaction = new();
        int bridges = transaction.Select(SwitchTables.Bridge, [], ["name"]);
        foreach (OvsdbCondition[] condition in PortQuery.SelectNames(names))
            transaction.Select(SwitchTables.Port, condition, [OvsdbRow.UuidColumn, "name"]);
        OvsdbTransactionResult result = await client.TransactAsync(transaction, cancellationToken).ConfigureAwait(false);

        if (result[bridges].Rows.Select(r => r["name"].AsString()).FirstOrDefault(names.Contains) is string bridge)
            throw IsBridge(client.Endpoint, bridge);
        IEnumerable<OvsdbRow> rows = result.Operations.Skip(bridges + 1).SelectMany(o => o.Rows);
        return [.. rows.Where(r => names.Contains(r["name"].AsString())).Select(r => r.Uuid)];
    }

    private static OvsdbException IsBridge(OvsdbEndpoint endpoint, string name)
        => new($"The port '{name}' is the bridge's own and goes only with the bridge; to remove both run 'ovs-vsctl del-br {name}'. No port was removed.")
        {
            Endpoint = endpoint,
            Error = "local port",
            Details = name,
            Table = SwitchTables.Port,
        };

    private static OvsdbConnectionException NotClosed(OvsdbEndpoint endpoint, TimeSpan timeout)
        => new($"OVSDB at {endpoint}: ovs-vswitchd did not act within {timeout.TotalSeconds:0.###} s; is it running (pidof ovs-vswitchd)? "
            + "The ports are removed from the database; their devices go when it acts.")
        {
            Endpoint = endpoint,
            Error = OvsdbErrors.TimedOut,
            Details = "ovs-vswitchd did not act",
            Reason = OvsdbErrors.TimedOut,
        };
}
