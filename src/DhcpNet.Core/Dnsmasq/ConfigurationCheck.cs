namespace DhcpNet.Dnsmasq;

/// <summary>Whether dnsmasq's command line can be made of a configuration.</summary>
internal static class ConfigurationCheck
{
    /// <summary>Says what is wrong with a configuration, if anything is.</summary>
    /// <exception cref="DhcpNetException"><c>DnsmasqConfigurationInvalid</c>.</exception>
    public static void ThrowIfInvalid(DhcpConfiguration configuration)
    {
        if (configuration.DnsDomain.Length > 0 && !DnsmasqText.IsName(configuration.DnsDomain))
            throw Invalid(nameof(configuration.DnsDomain), configuration.DnsDomain, "is not a domain's name: labels of letters, digits and hyphens with dots between them, such as openstacklocal");
        if (configuration.LeaseDuration <= TimeSpan.Zero && configuration.LeaseDuration != Timeout.InfiniteTimeSpan)
            throw Invalid(nameof(configuration.LeaseDuration), configuration.LeaseDuration, "is not a duration: give seconds, or -1 for a lease without end");
        if (configuration.LeaseMax <= 0)
            throw Invalid(nameof(configuration.LeaseMax), configuration.LeaseMax, "leaves no lease to give: 1 or more");
        ThrowIfNotText(nameof(configuration.StatePath), configuration.StatePath);
        ThrowIfNotText(nameof(configuration.DnsmasqConfigFile), configuration.DnsmasqConfigFile);
        ThrowIfNotText(nameof(configuration.DnsmasqBaseLogDir), configuration.DnsmasqBaseLogDir);
        ThrowIfNotText(nameof(configuration.DnsmasqTxtRecord), configuration.DnsmasqTxtRecord);
        if (!Path.IsPathRooted(configuration.StatePath))
            throw Invalid(nameof(configuration.StatePath), configuration.StatePath, "is not an absolute path");
    }

    private static void ThrowIfNotText(string name, string value)
    {
        if (value.Any(char.IsControl))
            throw Invalid(name, string.Concat(value.Where(c => !char.IsControl(c))), "has control characters");
        // dnsmasq refuses longer arguments (MAXDNAME); a path has a file's name and an option before and after it.
        if (value.Length > DnsmasqText.MaxLineBytes / 2)
            throw Invalid(name, value, $"is longer than {DnsmasqText.MaxLineBytes / 2} characters");
    }

    private static DhcpNetException Invalid(string name, object value, string rule) =>
        new("DnsmasqConfigurationInvalid", DhcpNetErrorKind.InvalidInput, $"The configuration's {name} '{value}' {rule}.", name);
}
