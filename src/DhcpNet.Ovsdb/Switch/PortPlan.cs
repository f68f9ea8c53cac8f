using System.Text;

namespace DhcpNet.Ovsdb;

/// <summary>The decision about one port: a request compared with what is there.</summary>
internal sealed record PortPlan(OvsPortRequest Request, PortStep Step, OvsPort? Existing, string? Error = null)
{
    public const string IfaceId = "iface-id";

    private const int MaxNameBytes = 15;    // IFNAMSIZ, its final NUL aside
    private const int MaxVlanTag = 4095;

    /// <summary>Decides.</summary>
    /// <param name="bridge">The bridge that the port shall be on.</param>
    /// <param name="request">The port as it shall be.</param>
    /// <param name="existing">The port of that name.</param>
    /// <param name="interfaceOwner">The port of another name that has an interface of that name.</param>
    public static PortPlan Decide(string bridge, OvsPortRequest request, OvsPort? existing, string? interfaceOwner)
    {
        if (interfaceOwner is not null)
            return new PortPlan(request, PortStep.Fail, existing, ExplainOwner(request.Name, interfaceOwner));
        if (existing is null)
            return new PortPlan(request, PortStep.Add, null);
        if (existing.ExternalIds.GetValueOrDefault(IfaceId) is var id && id != request.ExternalIds[IfaceId])
            return new PortPlan(request, PortStep.Fail, existing, ExplainForeign(request, existing, id));
        if (IsUnusable(bridge, existing))
            return new PortPlan(request, PortStep.Replace, existing);
        if (Differs(request, existing))
            return new PortPlan(request, PortStep.Update, existing);
        return new PortPlan(request, existing.OfPort is null ? PortStep.Wait : PortStep.None, existing);
    }

    /// <summary>Says what is wrong with a request by itself.</summary>
    /// <returns>A sentence for the user; <see langword="null"/> if nothing is.</returns>
    public static string? FindFault(OvsPortRequest request)
    {
        if (FindNameFault(request.Name) is string fault)
            return fault;
        if (request.ExternalIds.GetValueOrDefault(IfaceId) is null or "")
            return $"The port '{request.Name}' has no external id '{IfaceId}', by which it could be told from other ports of that name; give it one.";
        if (request.VlanTag is < 0 or > MaxVlanTag)
            return $"The VLAN tag {request.VlanTag} of the port '{request.Name}' is not from 0 to {MaxVlanTag}.";
        return request.MtuRequest is <= 0 ? $"The MTU {request.MtuRequest} of the port '{request.Name}' is not positive." : null;
    }

    /// <summary>Whether entries that are wanted are missing or have another value; others do not matter.</summary>
    public static bool Lacks(IReadOnlyDictionary<string, string> actual, IReadOnlyDictionary<string, string> wanted)
        => wanted.Any(w => !actual.TryGetValue(w.Key, out string? value) || value != w.Value);

    private static string? FindNameFault(string name)
    {
        const string Rule = "a port's name has 1 to 15 bytes, neither '/' nor white space, and is not '.' or '..'";
        bool isFit = Encoding.UTF8.GetByteCount(name) is > 0 and <= MaxNameBytes
            && name is not ("." or "..")
            && !name.Any(c => c is '/' or '\0' || char.IsWhiteSpace(c));
        return isFit ? null : $"'{name}' cannot be the name of a port: {Rule}; choose another.";
    }

    private static string ExplainOwner(string name, string owner)
        => $"An interface named '{name}' belongs to the port '{owner}' of Open vSwitch; remove that port (ovs-vsctl del-port {owner}) if nobody needs it.";

    private static string ExplainForeign(OvsPortRequest request, OvsPort existing, string? id)
    {
        string whose = id is null ? $"without an external id '{IfaceId}'" : $"whose '{IfaceId}' is '{id}'";
        return $"A port '{existing.Name}' {whose} is on the bridge '{existing.Bridge}', so it is not the one asked for ('{request.ExternalIds[IfaceId]}'); "
            + $"remove it (ovs-vsctl del-port {existing.Name}) if nobody needs it.";
    }

    private static bool IsUnusable(string bridge, OvsPort port)
        => port.Bridge != bridge || port.InterfaceType != "internal" || port.InterfaceCount != 1 || port.InterfaceName != port.Name
            || port.OfPort <= 0 || port.Error is not null;

    private static bool Differs(OvsPortRequest request, OvsPort port)
        => (request.VlanTag is int tag && port.VlanTag != tag)
            || (request.MtuRequest is int mtu && port.MtuRequest != mtu)
            || Lacks(port.ExternalIds, request.ExternalIds)
            || Lacks(port.PortExternalIds, request.PortExternalIds);
}
