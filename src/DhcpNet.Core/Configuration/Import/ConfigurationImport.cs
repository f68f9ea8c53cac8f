using DhcpNet.Validation;

namespace DhcpNet.Configuration.Import;

/// <summary>Reads the configuration files of a Neutron DHCP agent.</summary>
public sealed class ConfigurationImport
{
    private static readonly Dictionary<string, UsedOption> UsedOptions = NeutronOptions.Used.ToDictionary(o => o.Key);
    private static readonly Dictionary<string, UnusedOption> UnusedOptions = NeutronOptions.Unused.ToDictionary(o => o.Key);

    private readonly List<string> _paths;
    private readonly List<OsloOption> _options;
    private readonly List<ImportFault> _faults;
    private readonly Dictionary<string, OsloOption> _effective = [];
    private readonly Dictionary<string, OsloOption> _sources = [];
    private readonly Dictionary<OsloOption, string> _values = [];

    private ConfigurationImport(List<string> paths, List<OsloOption> options, List<ImportFault> faults)
    {
        _paths = paths;
        _options = options;
        _faults = faults;
        // The last line has the say, as it has with oslo.config.
        foreach (OsloOption option in options)
            _effective[option.Key] = option;
        foreach (UsedOption used in NeutronOptions.Used.OrderByDescending(o => o.IsFormer))
        {
            if (_effective.TryGetValue(used.Key, out OsloOption? option))
                _sources[used.Property] = option;
        }
    }

    /// <summary>Reads files; what a later one says prevails. Nothing is changed.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="present">The configuration; what the files do not say stays as it is there.</param>
    /// <param name="skipUnknown">Whether options that Neutron does not have are passed over, rather than errors.</param>
    public static ImportResult Read(IReadOnlyList<string> paths, DhcpConfiguration present, bool skipUnknown = false)
    {
        List<OsloOption> options = [];
        List<ImportFault> faults = [];
        List<DhcpNetException> errors = [];
        foreach (string path in paths)
        {
            try
            {
                options.AddRange(OsloParser.Parse(path, File.ReadAllBytes(path), faults));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                errors.Add(NotReadable(path, e));
            }
        }
        ImportResult result = new ConfigurationImport([.. paths], options, faults).Read(present, skipUnknown);
        return result with { Errors = [.. errors, .. result.Errors] };
    }

    private ImportResult Read(DhcpConfiguration present, bool skipUnknown)
    {
        DhcpConfiguration configuration = Apply(present);
        if (!skipUnknown)
            _faults.AddRange(_options.Where(IsUnknown).Select(UnknownFault));
        List<DhcpNetException> errors = Check(configuration);
        return new ImportResult(
            configuration,
            [.. _options.Select(Describe)],
            [.. Differences(), .. StatePathWarning(configuration)],
            [.. _faults.OrderBy(f => _paths.IndexOf(f.File)).ThenBy(f => f.Line).Select(f => f.ToException()), .. errors]);
    }

    private DhcpConfiguration Apply(DhcpConfiguration configuration)
    {
        var references = new OsloReferences(_effective, NeutronOptions.Defaults);
        foreach (OsloOption option in _sources.Values)
        {
            try
            {
                string value = references.Resolve(option);
                configuration = UsedOptions[option.Key].Apply(configuration, value);
                _values[option] = value;
            }
            catch (FormatException e)
            {
                _faults.Add(new ImportFault(option.File, option.Line, new ConfigurationViolation(option.Name, OneLine(option.Value), e.Message).Describe(option.Name).TrimEnd('.')));
            }
        }
        return configuration;
    }

    // A value that the files do not set can be wrong beside one that they do: a renewal time of this session's, longer than their lease.
    private List<DhcpNetException> Check(DhcpConfiguration configuration)
    {
        List<DhcpNetException> errors = [];
        foreach (ConfigurationViolation violation in ConfigurationRules.Violations(configuration))
        {
            if (_sources.TryGetValue(violation.Property, out OsloOption? option))
                _faults.Add(new ImportFault(option.File, option.Line, violation.Describe(option.Name).TrimEnd('.')));
            else
                errors.Add(new DhcpNetException("ConfigurationInvalid", DhcpNetErrorKind.InvalidInput, $"The files do not set {violation.Property}, and beside what they set {violation.Describe("it")}", violation.Property));
        }
        return errors;
    }

    private ImportedOption Describe(OsloOption option)
    {
        (ImportedOptionStatus status, string? reason) = Judge(option);
        return new ImportedOption
        {
            Status = status,
            Section = option.Section,
            Option = option.Name,
            Value = OneLine(SecretText.Hide(option.Name, _values.GetValueOrDefault(option, option.Value))),
            Parameter = UsedOptions.GetValueOrDefault(option.Key)?.Parameter,
            Reason = reason,
            File = option.File,
            Line = option.Line,
        };
    }

    private (ImportedOptionStatus Status, string? Reason) Judge(OsloOption option)
    {
        if (UsedOptions.TryGetValue(option.Key, out UsedOption? used))
        {
            OsloOption source = _sources[used.Property];
            return source == option ? (ImportedOptionStatus.Used, null) : (ImportedOptionStatus.Overridden, $"{Path.GetFileName(source.File)}:{source.Line} prevails");
        }
        if (UnusedOptions.TryGetValue(option.Key, out UnusedOption? unused))
            return (ImportedOptionStatus.Unused, unused.Reason);
        return IsUnknown(option)
            ? (ImportedOptionStatus.Unknown, "Neutron has no such option")
            : (ImportedOptionStatus.Other, "concerns another service or library");
    }

    private IEnumerable<string> Differences() =>
        from option in _effective.Values
        where UnusedOptions.TryGetValue(option.Key, out UnusedOption? unused) && unused.Differs(option.Value)
        select $"{option.File}:{option.Line}: {option.Name} = {OneLine(option.Value)} is not followed: {UnusedOptions[option.Key].Reason}.";

    // Neutron's default is another than DhcpNet's: an agent whose files are silent has its networks' directories there.
    private IEnumerable<string> StatePathWarning(DhcpConfiguration configuration)
    {
        string agents = DhcpConfiguration.ConfsPathBelow(NeutronOptions.Defaults[OsloOption.KeyOf(OsloOption.DefaultSection, "state_path")]);
        bool isSaid = _sources.ContainsKey(nameof(configuration.StatePath)) || _sources.ContainsKey(nameof(configuration.ConfsPath));
        if (!isSaid && configuration.ConfsPath != agents)
        {
            yield return $"The files say neither state_path nor dhcp_confs: the agent keeps its networks' files in {agents} then, DhcpNet in {configuration.ConfsPath}. "
                + $"Set-DhcpConfiguration -ConfsPath {agents} takes over what the agent serves.";
        }
    }

    private static bool IsUnknown(OsloOption option) =>
        NeutronOptions.IsAgentSection(option.Group) && !UsedOptions.ContainsKey(option.Key) && !UnusedOptions.ContainsKey(option.Key) && !OtherOptions.Contains(option.Name);

    private static ImportFault UnknownFault(OsloOption option)
    {
        IEnumerable<(string Section, string Name)> known = NeutronOptions.Used.Select(o => (o.Section, o.Name)).Concat(NeutronOptions.Unused.Select(o => (o.Section, o.Name)));
        string? similar = SimilarName.Of(option.Name, known.Select(o => o.Name));
        string hint = similar is null
            ? "remove it, or pass over such options with -SkipUnknown"
            : $"'{similar}' in [{known.First(o => o.Name == similar).Section}] was probably meant; -SkipUnknown passes over such options";
        return new ImportFault(option.File, option.Line, $"Neutron has no option '{OneLine(option.Name)}' in [{OneLine(option.Section)}]: {hint}");
    }

    private static DhcpNetException NotReadable(string path, Exception e) => e is FileNotFoundException or DirectoryNotFoundException
        ? new DhcpNetException("AgentFileNotFound", DhcpNetErrorKind.NotFound, $"There is no file '{path}'. A Neutron DHCP agent's are /etc/neutron/neutron.conf and /etc/neutron/dhcp_agent.ini.", path, e)
        : new DhcpNetException("AgentFileNotReadable", DhcpNetErrorKind.PermissionDenied, $"'{path}' can't be read: {e.Message} Run as root, or name another file.", path, e);

    private static string OneLine(string text) => DescribeCharacter.Printable(text.Replace('\n', ' '));
}
