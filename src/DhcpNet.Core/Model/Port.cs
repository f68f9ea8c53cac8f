using System.Text.Json.Serialization;
using DhcpNet.Validation;

namespace DhcpNet;

/// <summary>A port on a network: a client's (a reservation), a router's, or a DHCP server's own. Names and meaning are those of the Neutron API.</summary>
public sealed record Port
{
    /// <summary>Makes one.</summary>
    public Port()
    {
    }

    // What JSON does not have is a parameter's default here; of an init property, the reader that the compiler makes would set it to the
    // type's own, and a list to null: hence also the ?? below.
    [JsonConstructor]
    internal Port(bool adminStateUp = true) => AdminStateUp = adminStateUp;

    /// <summary>The port's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The id of the network it is on.</summary>
    public required Guid NetworkId { get; init; }

    /// <summary>Its name; may be empty.</summary>
    public string Name { get; init => field = DescribeCharacter.Printable(value ?? ""); } = "";

    /// <summary>The project that owns it.</summary>
    public string? ProjectId { get; init => field = DescribeCharacter.Printable(value); }

    /// <summary>Its MAC address.</summary>
    public required MacAddress MacAddress { get; init; }

    /// <summary>Whether it is to carry traffic.</summary>
    public bool AdminStateUp { get; init; } = true;

    /// <summary><c>ACTIVE</c>, <c>DOWN</c>, …</summary>
    public string? Status { get; init => field = DescribeCharacter.Printable(value); }

    /// <summary>What uses it: an instance's id; for a DHCP port see <see cref="DhcpDeviceId"/>.</summary>
    public string DeviceId { get; init => field = DescribeCharacter.Printable(value ?? ""); } = "";

    /// <summary>What kind of thing uses it, such as <see cref="DeviceOwners.Dhcp"/>.</summary>
    public string DeviceOwner { get; init => field = DescribeCharacter.Printable(value ?? ""); } = "";

    /// <summary>Its addresses.</summary>
    public IReadOnlyList<FixedIp> FixedIps { get; init => field = Indexable.List(value); } = [];

    /// <summary>DHCP options for this port alone.</summary>
    public IReadOnlyList<ExtraDhcpOption> ExtraDhcpOpts { get; init => field = Indexable.List(value); } = [];

    /// <summary>The host name that was asked for, if any.</summary>
    public string? DnsName { get; init => field = DescribeCharacter.Printable(value); }

    /// <summary>What DNS calls its addresses.</summary>
    public IReadOnlyList<DnsAssignment> DnsAssignment { get; init => field = Indexable.List(value); } = [];

    /// <summary>How often Neutron has counted a change of the port: of two of its states, the later one has more; null where the plugin does not tell.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? RevisionNumber { get; init; }

    /// <summary>The network as it was when this port was looked up, with its subnets and ports; what the next step of the flow works from.</summary>
    [JsonIgnore]
    public Network? Network { get; init; }

    /// <summary>The network's name, where it is known.</summary>
    [JsonIgnore]
    public string? NetworkName => Network?.Name;

    /// <summary>The tap device of this port: <c>tap</c> and the first eleven characters of the id, as Neutron names it.</summary>
    [JsonIgnore]
    public string TapName => TapNames.For(Id);

    /// <summary>What the step that returned this port did.</summary>
    [JsonIgnore]
    public StepChange Change { get; init; }

    /// <summary>The port's id.</summary>
    public override string ToString() => Id.ToString();
}
