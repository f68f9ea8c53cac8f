namespace DhcpNet.Ovsdb;

/// <summary>Reads ports: <c>Bridge</c>, <c>Port</c> and <c>Interface</c> rows joined.</summary>
internal sealed class PortQuery(OvsdbClient client)
{
    /// <summary>
    /// From so many names on, reading all ports is cheaper: the server finds a name by going through its whole table, each time.
    /// </summary>
    private const int MaxNamesLookedUp = 200;

    private static readonly OvsdbCondition[] Every = [];

    /// <summary>The conditions of the selections that together find these names, and perhaps others.</summary>
    public static IEnumerable<OvsdbCondition[]> SelectNames(IReadOnlyCollection<string> names)
        => names.Count > MaxNamesLookedUp ? [Every] : names.Select(n => new[] { SwitchTables.HasName(n) });

    public async Task<IReadOnlyList<OvsPort>> GetAllAsync(string? bridge, CancellationToken cancellationToken)
    {
        PortLook look = await LookAtAllAsync(null, cancellationToken).ConfigureAwait(false);
        return Sort(look.Ports.Values.Where(p => bridge is null || p.Bridge == bridge));
    }

    public async Task<IReadOnlyList<OvsPort>> GetAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        HashSet<string> wanted = names.ToHashSet(StringComparer.Ordinal);
        PortLook look = await LookAsync(null, wanted, cancellationToken).ConfigureAwait(false);
        return Sort(look.Ports.Values.Where(p => wanted.Contains(p.Name)));
    }

    /// <summary>Looks names up, and a bridge with them.</summary>
    public Task<PortLook> LookAsync(string? bridge, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
        => names.Count > MaxNamesLookedUp ? LookAtAllAsync(bridge, cancellationToken) : LookUpAsync(bridge, names, cancellationToken);

    private static IReadOnlyList<OvsPort> Sort(IEnumerable<OvsPort> ports) => [.. ports.OrderBy(p => p.Name, StringComparer.Ordinal)];

    private async Task<PortLook> LookAtAllAsync(string? bridge, CancellationToken cancellationToken)
    {
        OvsdbTransaction transaction = new();
        int cfg = transaction.Select(SwitchTables.Switch, Every, ["next_cfg"]);
        int bridges = transaction.Select(SwitchTables.Bridge, Every, [.. SwitchTables.BridgeColumns, "ports"]);
        int ports = transaction.Select(SwitchTables.Port, Every, SwitchTables.PortColumns);
        int interfaces = transaction.Select(SwitchTables.Interface, Every, SwitchTables.InterfaceColumns);
        OvsdbTransactionResult result = await client.TransactAsync(transaction, cancellationToken).ConfigureAwait(false);

        Dictionary<Guid, string> bridgeOfPort = [];
        foreach (OvsdbRow row in result[bridges].Rows)
        {
            foreach (Guid port in row["ports"].AsUuids())
                bridgeOfPort[port] = row["name"].AsString();
        }
        OvsdbRow? found = result[bridges].Rows.FirstOrDefault(b => b["name"].AsString() == bridge);
        return Join(result[ports].Rows, result[interfaces].Rows, bridgeOfPort) with
        {
            Bridge = found is null ? null : SwitchTables.ReadBridge(found),
            NextCfg = ReadNextCfg(result[cfg]),
        };
    }

    private async Task<PortLook> LookUpAsync(string? bridge, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        OvsdbTransaction transaction = new();
        int cfg = transaction.Select(SwitchTables.Switch, Every, ["next_cfg"]);
        int bridges = transaction.Select(SwitchTables.Bridge, [SwitchTables.HasName(bridge ?? "")], SwitchTables.BridgeColumns);
        foreach (string name in names)
        {
            transaction.Select(SwitchTables.Port, [SwitchTables.HasName(name)], SwitchTables.PortColumns);
            transaction.Select(SwitchTables.Interface, [SwitchTables.HasName(name)], SwitchTables.InterfaceColumns);
        }
        OvsdbTransactionResult result = await client.TransactAsync(transaction, cancellationToken).ConfigureAwait(false);

        List<OvsdbRow> ports = [];
        List<OvsdbRow> interfaces = [];
        for (int i = bridges + 1; i < transaction.Count; i += 2)
        {
            ports.AddRange(result[i].Rows);
            interfaces.AddRange(result[i + 1].Rows);
        }
        PortLook look = await CompleteAsync(ports, interfaces, cancellationToken).ConfigureAwait(false);
        return look with
        {
            Bridge = result[bridges].Rows is [OvsdbRow found] ? SwitchTables.ReadBridge(found) : null,
            NextCfg = ReadNextCfg(result[cfg]),
        };
    }

    /// <summary>
    /// Asks for what names alone do not lead to: the bridges that have the ports, interfaces named otherwise than their port (of bonds),
    /// and ports named otherwise than their interface.
    /// </summary>
    private async Task<PortLook> CompleteAsync(List<OvsdbRow> ports, List<OvsdbRow> interfaces, CancellationToken cancellationToken)
    {
        HashSet<Guid> known = interfaces.Select(i => i.Uuid).ToHashSet();
        HashSet<Guid> used = ports.SelectMany(p => p["interfaces"].AsUuids()).ToHashSet();
        OvsdbTransaction transaction = new();
        foreach (OvsdbRow port in ports)
            transaction.Select(SwitchTables.Bridge, [OvsdbCondition.Includes("ports", port.Uuid)], ["name"]);
        int firstInterface = transaction.Count;
        foreach (Guid uuid in used.Except(known))
            transaction.Select(SwitchTables.Interface, [SwitchTables.HasUuid(uuid)], SwitchTables.InterfaceColumns);
        int firstOwner = transaction.Count;
        foreach (Guid uuid in known.Except(used))
            transaction.Select(SwitchTables.Port, [OvsdbCondition.Includes("interfaces", uuid)], SwitchTables.PortColumns);
        if (transaction.Count == 0)
            return Join([], [], new Dictionary<Guid, string>());

        OvsdbTransactionResult result = await client.TransactAsync(transaction, cancellationToken).ConfigureAwait(false);
        Dictionary<Guid, string> bridgeOfPort = [];
        for (int i = 0; i < ports.Count; i++)
        {
            foreach (OvsdbRow row in result[i].Rows)
                bridgeOfPort[ports[i].Uuid] = row["name"].AsString();
        }
        for (int i = firstInterface; i < firstOwner; i++)
            interfaces.AddRange(result[i].Rows);
        IEnumerable<OvsdbRow> owners = result.Operations.Skip(firstOwner).SelectMany(o => o.Rows);
        return Join(ports.Concat(owners), interfaces, bridgeOfPort);
    }

    private static PortLook Join(IEnumerable<OvsdbRow> portRows, IEnumerable<OvsdbRow> interfaceRows, Dictionary<Guid, string> bridgeOfPort)
    {
        Dictionary<Guid, OvsdbRow> interfaces = [];
        foreach (OvsdbRow row in interfaceRows)
            interfaces[row.Uuid] = row;
        Dictionary<string, OvsPort> ports = new(StringComparer.Ordinal);
        Dictionary<string, string> owners = new(StringComparer.Ordinal);
        foreach (OvsdbRow row in portRows)
        {
            string name = row["name"].AsString();
            OvsdbRow[] own = [.. row["interfaces"].AsUuids().Select(u => interfaces.GetValueOrDefault(u)).OfType<OvsdbRow>()];
            foreach (OvsdbRow @interface in own.Where(i => i["name"].AsString() != name))
                owners[@interface["name"].AsString()] = name;
            // Either was deleted between the two transactions of a look-up if it is missing.
            if (own.Length > 0 && bridgeOfPort.TryGetValue(row.Uuid, out string? bridge))
                ports[name] = SwitchTables.ReadPort(bridge, row, own[0]);
        }
        return new PortLook { Ports = ports, InterfaceOwners = owners };
    }

    private static long ReadNextCfg(OvsdbOperationResult result) => result.Rows is [OvsdbRow row, ..] ? row["next_cfg"].AsInteger() : 0;
}
