using DhcpNet.Configuration;
using DhcpNet.Validation;

namespace DhcpNet.Dnsmasq;

/// <summary>
/// A network without the values that dnsmasq would misread: the one thing that files are made of, so that no plugin's value becomes
/// configuration. What had to go is in <see cref="Warnings"/>.
/// </summary>
internal sealed class WritableNetwork
{
    private readonly List<string> _warnings = [];

    private WritableNetwork(Network network, IReadOnlyList<InterfaceAddress> interfaceAddresses, DhcpConfiguration configuration)
    {
        Configuration = configuration;
        InterfaceAddresses = interfaceAddresses;
        Network = network;
        Subnets = [.. Network.Subnets, .. Network.NonLocalSubnets];
        Ports = [.. Network.Ports.Select(Clean)];
    }

    public DhcpConfiguration Configuration { get; }

    public Network Network { get; }

    public IReadOnlyList<InterfaceAddress> InterfaceAddresses { get; }

    /// <summary>The tap; null where no process is to be started.</summary>
    public string? InterfaceName { get; private init; }

    /// <summary>The subnets, those of other hosts' segments after those of this host's.</summary>
    public IReadOnlyList<Subnet> Subnets { get; }

    public IReadOnlyList<Port> Ports { get; }

    /// <summary>What was left out, and why; a sentence each.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Takes out what cannot be written.</summary>
    /// <exception cref="DhcpNetException"><c>ConfigurationInvalid</c>: the configuration itself can't be.</exception>
    public static WritableNetwork From(ServedNetwork served, DhcpConfiguration configuration) =>
        From(served.Network, served.InterfaceAddresses, configuration, served.InterfaceName);

    /// <inheritdoc cref="From(ServedNetwork, DhcpConfiguration)"/>
    public static WritableNetwork From(Network network, IReadOnlyList<InterfaceAddress> interfaceAddresses, DhcpConfiguration configuration, string? interfaceName = null)
    {
        ConfigurationRules.CheckWritable(configuration);
        return new WritableNetwork(network, interfaceAddresses, configuration) { InterfaceName = interfaceName };
    }

    /// <summary>Adds what turned out only when a line was put together.</summary>
    public void Warn(string warning) => _warnings.Add(warning);

    private Port Clean(Port port)
    {
        bool namesAreFine = (port.DnsAssignment ?? []).All(IsWritable);
        bool optionsAreFine = (port.ExtraDhcpOpts ?? []).All(o => IsWritable(o, out _) && !HasMoreLines(o));
        Port clean = namesAreFine && optionsAreFine ? port : port with
        {
            DnsAssignment = namesAreFine ? port.DnsAssignment! : [.. port.DnsAssignment!.Where(a => Keep(port, a))],
            ExtraDhcpOpts = optionsAreFine ? port.ExtraDhcpOpts! : [.. port.ExtraDhcpOpts!.Select(FirstLines).Where(o => Keep(port, o))],
        };
        foreach (ExtraDhcpOption option in clean.ExtraDhcpOpts ?? [])
            WarnOfRefused(option);
        return clean;

        ExtraDhcpOption FirstLines(ExtraDhcpOption option)
        {
            if (!HasMoreLines(option))
                return option;
            ExtraDhcpOption cut = option with { OptName = FirstLine(option.OptName), OptValue = FirstLine(option.OptValue!) };
            Warn($"Option '{Quote(option.OptName)}' of port {port.Id} has more than one line; only the first is served, as Neutron does.");
            return cut;
        }

        // Written all the same, as Neutron does: dnsmasq passes over the line, and one of another version might not.
        void WarnOfRefused(ExtraDhcpOption option)
        {
            if (!HostEntries.IsClientId(option) && DhcpOptionText.ExplainRefusal(option) is string problem)
                Warn($"Option '{Quote(option.OptName)}' of port {port.Id} is not served: {problem}.");
        }
    }

    private bool Keep(Port port, DnsAssignment assignment)
    {
        if (IsWritable(assignment))
            return true;
        Warn($"'{Quote(assignment.Fqdn)}' ('{Quote(assignment.Hostname)}') is not a name that dnsmasq can serve; {assignment.IpAddress} of port {port.Id} is given a name made of its address.");
        return false;
    }

    private bool Keep(Port port, ExtraDhcpOption option)
    {
        if (IsWritable(option, out string? problem))
            return true;
        Warn($"Option '{Quote(option.OptName)}' of port {port.Id} is not served: {problem}.");
        return false;
    }

    private static bool IsWritable(DnsAssignment assignment) =>
        assignment is { Hostname: not null, Fqdn: not null } && DnsmasqText.IsName(assignment.Hostname) && DnsmasqText.IsHostLineName(assignment.Fqdn);

    private static bool IsWritable(ExtraDhcpOption option, out string? problem)
    {
        if (option.OptName is null || option.OptValue is null)
            problem = "it has no value";
        else if (HostEntries.IsClientId(option))
            problem = DnsmasqText.IsClientId(option.OptValue) ? null : "a client identifier has no commas, quotation marks, comments or control characters, and with colons is octets in hexadecimal";
        else if (!DnsmasqText.IsOptionName(option.OptName))
            problem = "an option is named by its name or number, before it tags of the form 'tag:name,'";
        else
            problem = DnsmasqText.IsOptionValue(option.OptValue) ? null : "a value has no control characters, comments or single quotation marks";
        return problem is null;
    }

    private static bool HasMoreLines(ExtraDhcpOption option) =>
        option is { OptName: not null, OptValue: not null } && (option.OptName.Contains('\n', StringComparison.Ordinal) || option.OptValue.Contains('\n', StringComparison.Ordinal));

    private static string FirstLine(string text) => text.Split('\n', 2)[0];

    // A warning is read on terminals and in logs: no control character reaches them either.
    private static string Quote(string? text) => string.Concat((text ?? "").Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString()));
}
