namespace DhcpNet.Ovsdb;

/// <summary>Waits for ovs-vswitchd: until it has worked a configuration in, and has opened certain interfaces or failed to.</summary>
internal sealed class SwitchWatch
{
    /// <summary>
    /// How long an interface may stay undecided once the configuration is worked in. Usually both come at once; but an ovs-vswitchd that loses the
    /// database in the middle forgets to tell the port number.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly long _cfg;
    private readonly Dictionary<Guid, OvsdbRow> _interfaces = [];
    private readonly HashSet<Guid> _undecided;
    private long _currentCfg = -1;

    private SwitchWatch(long cfg, IReadOnlyCollection<Guid> interfaces)
    {
        _cfg = cfg;
        _undecided = [.. interfaces];
    }

    /// <summary>Whether ovs-vswitchd has worked the configuration in.</summary>
    public bool IsCurrent => _currentCfg >= _cfg;

    private bool IsOver => IsCurrent && _undecided.Count == 0;

    /// <summary>Waits.</summary>
    /// <param name="client">The database.</param>
    /// <param name="cfg">The configuration's number.</param>
    /// <param name="interfaces">The interfaces.</param>
    /// <param name="timeout">How long; when it is over, the watch tells how far things are.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<SwitchWatch> WaitAsync(
        OvsdbClient client, long cfg, IReadOnlyCollection<Guid> interfaces, TimeSpan timeout, CancellationToken cancellationToken)
    {
        SwitchWatch watch = new(cfg, interfaces);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        long milliseconds = Math.Max(1, (long)timeout.TotalMilliseconds);
        long end = Environment.TickCount64 + milliseconds;
        limit.CancelAfter(TimeSpan.FromMilliseconds(milliseconds));
        void LimitToGrace() => limit.CancelAfter(TimeSpan.FromMilliseconds(Math.Clamp(end - Environment.TickCount64, 1, (long)Grace.TotalMilliseconds)));
        try
        {
            await watch.RunAsync(client, interfaces, LimitToGrace, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }
        return watch;
    }

    /// <summary>The interface's row as ovs-vswitchd left it; <see langword="null"/> if it was deleted, or nothing was heard of it.</summary>
    public OvsdbRow? GetInterface(Guid uuid) => _interfaces.GetValueOrDefault(uuid);

    private async Task RunAsync(OvsdbClient client, IReadOnlyCollection<Guid> interfaces, Action onCurrent, CancellationToken cancellationToken)
    {
        List<OvsdbMonitorTable> tables = [new() { Name = SwitchTables.Switch, Columns = ["cur_cfg"] }];
        if (interfaces.Count > 0)
        {
            tables.Add(new OvsdbMonitorTable
            {
                Name = SwitchTables.Interface,
                Columns = SwitchTables.WatchedInterfaceColumns,
                WhereAny = [.. interfaces.Select(SwitchTables.HasUuid)],
            });
        }
        OvsdbMonitor monitor = await client.MonitorAsync(OvsdbTransaction.OpenVSwitch, tables, cancellationToken).ConfigureAwait(false);
        await using (monitor.ConfigureAwait(false))
        {
            bool isFirst = true;
            await foreach (IReadOnlyList<OvsdbRowChange> changes in monitor.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                bool wasCurrent = IsCurrent;
                foreach (OvsdbRowChange change in changes)
                    Take(change);
                if (IsCurrent && !wasCurrent)
                    onCurrent();
                // Somebody removed those that are not even among the initial rows.
                if (isFirst)
                    _undecided.IntersectWith(_interfaces.Keys);
                isFirst = false;
                if (IsOver)
                    return;
            }
        }
    }

    private void Take(OvsdbRowChange change)
    {
        if (change.Table == SwitchTables.Switch)
        {
            _currentCfg = change.New?["cur_cfg"].AsInteger() ?? _currentCfg;
        }
        else if (change.New is OvsdbRow row)
        {
            _interfaces[change.Uuid] = row;
            if (row["ofport"].Count > 0 || row["error"].Count > 0)
                _undecided.Remove(change.Uuid);
        }
        else
        {
            _interfaces.Remove(change.Uuid);
            _undecided.Remove(change.Uuid);
        }
    }
}
