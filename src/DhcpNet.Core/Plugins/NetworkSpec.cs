using DhcpNet.Validation;

namespace DhcpNet.Plugins;

/// <summary>A network to be made.</summary>
public sealed record NetworkSpec
{
    /// <summary>Its name, unique in the store.</summary>
    public required string Name { get; init; }

    /// <summary>Its id; null: a new one.</summary>
    public Guid? Id { get; init; }

    /// <summary>The project that owns it.</summary>
    public string? ProjectId { get; init => field = DescribeCharacter.Printable(value); }

    /// <summary>Its VLAN tag, 1 to 4094; null: untagged.</summary>
    public int? VlanTag { get; init; }

    /// <summary>Its MTU in bytes, 68 to 65535; null: <see cref="DefaultMtu"/>.</summary>
    public int? Mtu { get; init; }

    /// <summary>Whether it is to work at all; null: yes.</summary>
    public bool? AdminStateUp { get; init; }

    /// <summary>Subnets to make with it.</summary>
    public IReadOnlyList<SubnetSpec> Subnets { get; init; } = [];

    /// <summary>Where it was read; null: in no file.</summary>
    public FilePlace? Place { get; init; }

    /// <summary>The MTU of a network that was given none.</summary>
    public const int DefaultMtu = 1500;
}
