using System.Diagnostics;

namespace DhcpNet.Ovsdb;

/// <summary>
/// Makes internal ports as asked for: looks, decides, writes one transaction, waits for ovs-vswitchd; and again for those that others changed meanwhile.
/// </summary>
internal sealed class PortEnsurer
{
    /// <summary>A device that is in the way may be one that ovs-vswitchd is closing just now.</summary>
    private static readonly TimeSpan DeviceGrace = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan DeviceRecheck = TimeSpan.FromMilliseconds(20);

    /// <summary>What removing ports that failed may take when the caller's time is over.</summary>
    private static readonly TimeSpan RollbackTimeout = TimeSpan.FromSeconds(2);

    private readonly OvsdbClient _client;
    private readonly PortQuery _query;
    private readonly string _bridge;
    private readonly IReadOnlyList<OvsPortRequest> _requests;
    private readonly TimeSpan _timeout;
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private readonly OvsPortOutcome?[] _outcomes;

    // Requests without an outcome yet, by name: their places in the list.
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);

    // What this call wrote, in case a port has to be looked at once more; whether it was committed is unknown if the connection broke.
    private readonly Dictionary<string, OvsPortChange> _written = new(StringComparer.Ordinal);

    // Ports that ovs-vswitchd passed over: they are replaced, once.
    private readonly HashSet<string> _passedOver = new(StringComparer.Ordinal);

    private readonly Dictionary<string, TimeSpan> _blockedSince = new(StringComparer.Ordinal);

    public PortEnsurer(OvsdbClient client, string bridge, IReadOnlyList<OvsPortRequest> requests, TimeSpan timeout)
    {
        _client = client;
        _query = new PortQuery(client);
        _bridge = bridge;
        _requests = requests;
        _timeout = timeout;
        _outcomes = new OvsPortOutcome?[requests.Count];
    }

    private TimeSpan Rest => _timeout - _elapsed.Elapsed;

    public async Task<IReadOnlyList<OvsPortOutcome>> RunAsync(CancellationToken cancellationToken)
    {
        SortOutFaulty();
        while (_open.Count > 0)
        {
            try
            {
                await AdvanceAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OvsdbConnectionException error) when (error.Reason == OvsdbErrors.ConnectionLost && Rest > TimeSpan.Zero)
            {
                // The next look reconnects, and finds out how far this got.
            }
            if (_open.Count > 0 && Rest <= TimeSpan.Zero)
                throw TimedOut($"the ports {string.Join(", ", _open.Keys)} could not be settled", "other programs kept changing them");
        }
        return [.. _outcomes.Select(o => o!)];
    }

    private void SortOutFaulty()
    {
        for (int i = 0; i < _requests.Count; i++)
        {
            OvsPortRequest request = _requests[i];
            if (PortPlan.FindFault(request) is string fault)
                Conclude(i, OvsPortChange.Failed, null, fault);
            else if (!_open.TryAdd(request.Name, i))
                Conclude(i, OvsPortChange.Failed, null, $"The port '{request.Name}' was asked for twice; ask once.");
        }
    }

    private async Task AdvanceAsync(CancellationToken cancellationToken)
    {
        PortLook look = await _query.LookAsync(_bridge, [.. _open.Keys, _bridge], cancellationToken).ConfigureAwait(false);
        if (look.Bridge is not OvsBridge bridge)
            throw NoSuchBridge();
        List<PortPlan> plans = [.. _open.Values.Select(i => Decide(_requests[i], look))];
        ConcludeWithoutWork(plans);
        bool anyBlocked = SortOutBlocked(plans, look);

        PortPlan[] work = [.. plans.Where(p => p.Step is PortStep.Add or PortStep.Replace or PortStep.Update)];
        PortPlan[] pending = [.. plans.Where(p => p.Step == PortStep.Wait)];
        if (work.Length + pending.Length == 0)
        {
            if (anyBlocked)
                await Task.Delay(DeviceRecheck, cancellationToken).ConfigureAwait(false);
            return;
        }
        List<PortWork> works = [.. pending.Select(p => new PortWork(p.Request.Name, ToChange(p), p.Existing!))];
        long cfg = look.NextCfg;
        if (work.Length > 0)
        {
            if (await TryCommitAsync(bridge, work, cancellationToken).ConfigureAwait(false) is not { } committed)
                return;
            cfg = committed.Cfg;
            works.AddRange(work.Zip(committed.Ports, (plan, port) => new PortWork(plan.Request.Name, ToChange(plan), port)));
        }
        await FinishAsync(cfg, works, cancellationToken).ConfigureAwait(false);
    }

    private void ConcludeWithoutWork(List<PortPlan> plans)
    {
        foreach (PortPlan plan in plans)
        {
            if (plan.Step == PortStep.None)
                Conclude(_open[plan.Request.Name], ToChange(plan), plan.Existing, null);
            else if (plan.Step == PortStep.Fail)
                Conclude(_open[plan.Request.Name], OvsPortChange.Failed, plan.Existing, plan.Error);
        }
    }

    /// <summary>
    /// Sorts out ports whose name a device of another owner has. ovs-vswitchd in user space would adopt a persistent TAP of that name without a word,
    /// and destroy it with the port.
    /// </summary>
    private bool SortOutBlocked(List<PortPlan> plans, PortLook look)
    {
        if (!SharesDevicesWithSwitch(look))
            return false;
        int removed = plans.RemoveAll(plan =>
        {
            bool opensDevice = plan.Step == PortStep.Add || (plan.Step == PortStep.Replace && plan.Existing!.OfPort <= 0);
            string name = plan.Request.Name;
            if (!opensDevice || HostDevices.GetIndex(name) == 0)
            {
                _blockedSince.Remove(name);
                return false;
            }
            if (!_blockedSince.TryAdd(name, _elapsed.Elapsed) && _elapsed.Elapsed - _blockedSince[name] >= DeviceGrace)
            {
                string error = $"A network device named '{name}' exists already and is no port of Open vSwitch; "
                    + $"if nobody needs it, or an ovs-vswitchd that was killed left it behind, remove it (ip link delete {name}).";
                Conclude(_open[name], OvsPortChange.Failed, plan.Existing, error);
            }
            return true;
        });
        return removed > 0;
    }

    /// <summary>Whether this process sees the devices of ovs-vswitchd: then the bridge's own has the index here that it has there.</summary>
    private bool SharesDevicesWithSwitch(PortLook look)
        => _client.Endpoint.IsUnix && look.Ports.GetValueOrDefault(_bridge)?.IfIndex is int index && HostDevices.GetIndex(_bridge) == index;

    /// <returns><see langword="null"/> if somebody else changed one of the ports since it was looked at; nothing was written then.</returns>
    private async Task<(long Cfg, IReadOnlyList<OvsPort> Ports)?> TryCommitAsync(OvsBridge bridge, PortPlan[] plans, CancellationToken cancellationToken)
    {
        try
        {
            (long, IReadOnlyList<OvsPort>) committed = await PortWriter.CommitAsync(_client, bridge, plans, cancellationToken).ConfigureAwait(false);
            Remember(plans);
            return committed;
        }
        catch (OvsdbException error) when (error is { Error: OvsdbErrors.TimedOut, Operation: "wait" })
        {
            return null;
        }
        catch (OvsdbConnectionException error) when (error.Reason == OvsdbErrors.ConnectionLost)
        {
            Remember(plans);
            throw;
        }
    }

    private async Task FinishAsync(long cfg, List<PortWork> works, CancellationToken cancellationToken)
    {
        Guid[] interfaces = [.. works.Select(w => w.Port.InterfaceUuid)];
        SwitchWatch watch = await SwitchWatch.WaitAsync(_client, cfg, interfaces, Rest, cancellationToken).ConfigureAwait(false);
        if (!watch.IsCurrent)
        {
            Guid[] added = [.. works.Where(w => w.Change == OvsPortChange.Added).Select(w => w.Port.Uuid)];
            if (added.Length > 0)
                await PortWriter.RemoveAsync(_client, added, CancellationToken.None).ConfigureAwait(false);
            throw TimedOut("ovs-vswitchd did not act", "is it running (pidof ovs-vswitchd)? The ports that were added have been removed again");
        }
        List<Guid> failed = [];
        foreach (PortWork work in works)
        {
            // Without a row somebody removed it right away: it stays open, and is looked at once more.
            if (watch.GetInterface(work.Port.InterfaceUuid) is OvsdbRow row && !Judge(work with { Port = SwitchTables.WithInterface(work.Port, row) }))
                failed.Add(work.Port.Uuid);
        }
        if (failed.Count > 0)
            await RollBackAsync(failed, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>Whether the port may stay.</returns>
    private bool Judge(PortWork work)
    {
        OvsPort port = work.Port;
        int index = _open[work.Name];
        if (port.Error is null && port.OfPort > 0)
        {
            Conclude(index, work.Change, port, null);
            return true;
        }
        bool isUndecided = port.Error is null && port.OfPort is null;
        if (isUndecided && Rest > TimeSpan.Zero && _passedOver.Add(work.Name))
            return true;
        // Another program added this one and will remove it, or has left it broken: the next look tells.
        if (work.Change == OvsPortChange.None && !isUndecided)
            return true;
        string error = isUndecided ? "ovs-vswitchd gave it no port number" : port.Error ?? "ovs-vswitchd could not open it, and does not say why";
        bool isOurs = work.Change is OvsPortChange.Added or OvsPortChange.Replaced;
        Conclude(index, OvsPortChange.Failed, isOurs ? null : port, $"Open vSwitch cannot provide the port '{work.Name}': {error}.");
        return !isOurs;
    }

    private async Task RollBackAsync(List<Guid> ports, CancellationToken cancellationToken)
    {
        // Removed even if the caller has had enough; only the waiting is cut short.
        (long cfg, _) = await PortWriter.RemoveAsync(_client, ports, CancellationToken.None).ConfigureAwait(false);
        TimeSpan rest = Rest > RollbackTimeout ? Rest : RollbackTimeout;
        await SwitchWatch.WaitAsync(_client, cfg, [], rest, cancellationToken).ConfigureAwait(false);
    }

    private void Conclude(int index, OvsPortChange change, OvsPort? port, string? error)
    {
        string name = _requests[index].Name;
        _outcomes[index] = new OvsPortOutcome { Name = name, Change = change, Port = port, Error = error };
        if (_open.TryGetValue(name, out int open) && open == index)
            _open.Remove(name);
    }

    private void Remember(PortPlan[] plans)
    {
        foreach (PortPlan plan in plans)
            _written[plan.Request.Name] = ToChange(plan);
    }

    private PortPlan Decide(OvsPortRequest request, PortLook look)
    {
        PortPlan plan = PortPlan.Decide(_bridge, request, look.Ports.GetValueOrDefault(request.Name), look.InterfaceOwners.GetValueOrDefault(request.Name));
        return plan.Step == PortStep.Wait && _passedOver.Contains(request.Name) ? plan with { Step = PortStep.Replace } : plan;
    }

    /// <summary>What this call does for a port, or did before the port had to be looked at once more.</summary>
    private OvsPortChange ToChange(PortPlan plan) => _written.GetValueOrDefault(plan.Request.Name, plan.Step switch
    {
        PortStep.Add => OvsPortChange.Added,
        PortStep.Replace => OvsPortChange.Replaced,
        PortStep.Update => OvsPortChange.Updated,
        _ => OvsPortChange.None,
    });

    private OvsdbConnectionException TimedOut(string what, string explanation)
        => new($"OVSDB at {_client.Endpoint}: {what} within {_timeout.TotalSeconds:0.###} s; {explanation}.")
        {
            Endpoint = _client.Endpoint,
            Error = OvsdbErrors.TimedOut,
            Details = what,
            Reason = OvsdbErrors.TimedOut,
        };

    private OvsdbException NoSuchBridge()
        => new($"There is no bridge '{_bridge}' on the Open vSwitch at {_client.Endpoint}; create it with 'ovs-vsctl add-br {_bridge}', "
            + $"on a kernel without the openvswitch module with 'ovs-vsctl add-br {_bridge} -- set bridge {_bridge} datapath_type=netdev'.")
        {
            Endpoint = _client.Endpoint,
            Error = "no such bridge",
            Details = _bridge,
            Table = SwitchTables.Bridge,
        };

    private sealed record PortWork(string Name, OvsPortChange Change, OvsPort Port);
}
