namespace DhcpNet.Ovsdb;

/// <summary>Writes what was planned for ports, in one transaction that fails with <c>timed out</c> if anybody else was quicker.</summary>
internal sealed class PortWriter
{
    private static readonly OvsdbCondition[] Every = [];

    private readonly OvsdbTransaction _transaction = new();
    private readonly OvsBridge _bridge;
    private readonly List<Guid> _removed = [];
    private readonly List<(PortPlan Plan, OvsdbNewRow Port, OvsdbNewRow Interface)> _inserted = [];

    private PortWriter(OvsBridge bridge)
    {
        _bridge = bridge;
        ExpectRow(SwitchTables.Bridge, bridge.Uuid, "name", bridge.Name);
    }

    /// <summary>Commits the plans.</summary>
    /// <returns>The configuration's number, and the ports as written, in the plans' order.</returns>
    public static async Task<(long Cfg, IReadOnlyList<OvsPort> Ports)> CommitAsync(
        OvsdbClient client, OvsBridge bridge, IReadOnlyList<PortPlan> plans, CancellationToken cancellationToken)
    {
        PortWriter writer = new(bridge);
        foreach (PortPlan plan in plans)
            writer.Add(plan);
        int cfg = writer.Finish();
        OvsdbTransactionResult result = await client.TransactAsync(writer._transaction, cancellationToken).ConfigureAwait(false);
        return (result[cfg].Rows[0]["next_cfg"].AsInteger(), [.. plans.Select(p => writer.Describe(p, result))]);
    }

    /// <summary>Removes ports by identity.</summary>
    /// <returns>The configuration's number, and how many of the ports there still were.</returns>
    public static async Task<(long Cfg, int Count)> RemoveAsync(OvsdbClient client, IReadOnlyCollection<Guid> ports, CancellationToken cancellationToken)
    {
        OvsdbTransaction transaction = new();
        foreach (Guid port in ports)
            transaction.Select(SwitchTables.Port, [SwitchTables.HasUuid(port)], ["name"]);
        RemoveFromBridges(transaction, ports);
        int cfg = BumpCfg(transaction);
        OvsdbTransactionResult result = await client.TransactAsync(transaction, cancellationToken).ConfigureAwait(false);
        return (result[cfg].Rows[0]["next_cfg"].AsInteger(), result.Operations.Take(ports.Count).Sum(o => o.Rows.Count));
    }

    private void Add(PortPlan plan)
    {
        switch (plan.Step)
        {
            case PortStep.Add:
                ExpectNone(SwitchTables.Port, plan.Request.Name);
                ExpectNone(SwitchTables.Interface, plan.Request.Name);
                Insert(plan);
                break;
            case PortStep.Replace:
                ExpectUnchanged(plan.Existing!);
                _removed.Add(plan.Existing!.Uuid);
                Insert(plan);
                break;
            case PortStep.Update:
                ExpectUnchanged(plan.Existing!);
                Update(plan.Request, plan.Existing!);
                break;
        }
    }

    private int Finish()
    {
        if (_removed.Count > 0)
            RemoveFromBridges(_transaction, _removed);
        if (_inserted.Count > 0)
        {
            OvsdbValue ports = OvsdbValue.Union(_inserted.Select(i => i.Port.Reference));
            _transaction.Mutate(SwitchTables.Bridge, [SwitchTables.HasUuid(_bridge.Uuid)], [OvsdbMutation.Insert("ports", ports)]);
        }
        int cfg = BumpCfg(_transaction);
        _transaction.Comment($"DhcpNet.Ovsdb: internal ports of {_bridge.Name}");
        return cfg;
    }

    private void Insert(PortPlan plan)
    {
        OvsPortRequest request = plan.Request;
        Dictionary<string, OvsdbValue> @interface = new()
        {
            ["name"] = request.Name,
            ["type"] = "internal",
            ["external_ids"] = OvsdbValue.Map(request.ExternalIds),
        };
        if (request.MtuRequest is int mtu)
            @interface["mtu_request"] = mtu;
        OvsdbNewRow interfaceRow = _transaction.Insert(SwitchTables.Interface, @interface);
        Dictionary<string, OvsdbValue> port = new()
        {
            ["name"] = request.Name,
            ["interfaces"] = interfaceRow.Reference,
            ["external_ids"] = OvsdbValue.Map(request.PortExternalIds),
        };
        if (GetTag(plan) is int tag)
            port["tag"] = tag;
        if (IsDead(plan))
        {
            // The tag alone does not do: frames that have none come and go through an access port of any VLAN.
            port["vlan_mode"] = "trunk";
            port["trunks"] = OvsPort.DeadVlanTag;
        }
        _inserted.Add((plan, _transaction.Insert(SwitchTables.Port, port), interfaceRow));
    }

    private void Update(OvsPortRequest request, OvsPort existing)
    {
        if (request.VlanTag is int tag && existing.VlanTag != tag)
            Set(SwitchTables.Port, existing.Uuid, "tag", tag);
        if (request.MtuRequest is int mtu && existing.MtuRequest != mtu)
            Set(SwitchTables.Interface, existing.InterfaceUuid, "mtu_request", mtu);
        SetExternalIds(SwitchTables.Interface, existing.InterfaceUuid, existing.ExternalIds, request.ExternalIds);
        SetExternalIds(SwitchTables.Port, existing.Uuid, existing.PortExternalIds, request.PortExternalIds);
    }

    private void Set(string table, Guid row, string column, OvsdbValue value)
        => _transaction.Update(table, [SwitchTables.HasUuid(row)], new Dictionary<string, OvsdbValue> { [column] = value });

    private void SetExternalIds(string table, Guid row, IReadOnlyDictionary<string, string> actual, IReadOnlyDictionary<string, string> wanted)
    {
        if (!PortPlan.Lacks(actual, wanted))
            return;
        // Inserting leaves a key that is there as it is.
        _transaction.Mutate(table, [SwitchTables.HasUuid(row)], [
            OvsdbMutation.Delete("external_ids", OvsdbValue.Set(wanted.Keys)),
            OvsdbMutation.Insert("external_ids", OvsdbValue.Map(wanted)),
        ]);
    }

    private OvsPort Describe(PortPlan plan, OvsdbTransactionResult result)
    {
        OvsPortRequest request = plan.Request;
        if (plan.Step == PortStep.Update)
        {
            return plan.Existing! with
            {
                VlanTag = request.VlanTag ?? plan.Existing.VlanTag,
                PortExternalIds = Merge(plan.Existing.PortExternalIds, request.PortExternalIds),
            };
        }
        (_, OvsdbNewRow port, OvsdbNewRow @interface) = _inserted.First(i => ReferenceEquals(i.Plan, plan));
        return new OvsPort
        {
            Uuid = result.UuidOf(port),
            InterfaceUuid = result.UuidOf(@interface),
            Name = request.Name,
            InterfaceName = request.Name,
            Bridge = _bridge.Name,
            VlanTag = GetTag(plan),
            InterfaceType = "internal",
            ExternalIds = request.ExternalIds,
            PortExternalIds = request.PortExternalIds,
        };
    }

    // A port that is replaced keeps the tag that somebody else chose for it.
    private static int? GetTag(PortPlan plan)
        => plan.Request.VlanTag ?? GetFormerTag(plan) ?? (plan.Request.IsDeadUntilTagged ? OvsPort.DeadVlanTag : null);

    private static int? GetFormerTag(PortPlan plan) => plan.Step == PortStep.Replace ? plan.Existing!.VlanTag : null;

    private static bool IsDead(PortPlan plan) => plan.Request is { VlanTag: null, IsDeadUntilTagged: true } && GetTag(plan) == OvsPort.DeadVlanTag;

    private static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> actual, IReadOnlyDictionary<string, string> wanted)
    {
        Dictionary<string, string> merged = new(actual, StringComparer.Ordinal);
        foreach ((string key, string value) in wanted)
            merged[key] = value;
        return merged;
    }

    // A port that no bridge has is collected as garbage, and its interface with it.
    private static void RemoveFromBridges(OvsdbTransaction transaction, IReadOnlyCollection<Guid> ports)
        => transaction.Mutate(SwitchTables.Bridge, Every, [OvsdbMutation.Delete("ports", OvsdbValue.Set(ports))]);

    // ovs-vswitchd copies the number to cur_cfg once it has done everything up to it.
    private static int BumpCfg(OvsdbTransaction transaction)
    {
        transaction.Mutate(SwitchTables.Switch, Every, [OvsdbMutation.Add("next_cfg", 1)]);
        return transaction.Select(SwitchTables.Switch, Every, ["next_cfg"]);
    }

    private void ExpectNone(string table, string name) => _transaction.Wait(table, [SwitchTables.HasName(name)], ["name"], []);

    private void ExpectUnchanged(OvsPort port) => ExpectRow(SwitchTables.Interface, port.InterfaceUuid, "external_ids", OvsdbValue.Map(port.ExternalIds));

    private void ExpectRow(string table, Guid uuid, string column, OvsdbValue value)
        => _transaction.Wait(table, [SwitchTables.HasUuid(uuid)], [column], [new Dictionary<string, OvsdbValue> { [column] = value }]);
}
