using System.Text.Json;
using System.Text.RegularExpressions;

namespace DhcpNet.Tests.Docs;

/// <summary>THIRD-PARTY-NOTICES.txt names what the module's package has of others.</summary>
public partial class NoticesTests
{
    // Only compiled against, or in .NET itself, or named by prometheus-net for what the module does not use of it: nothing of them is in the
    // package.
    private static readonly string[] NotShipped =
    [
        "PowerShellStandard.Library", "System.Memory", "Microsoft.Extensions.Http", "Microsoft.Extensions.Configuration", "Microsoft.Extensions.Configuration.Abstractions",
        "Microsoft.Extensions.Configuration.Binder", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.Diagnostics", "Microsoft.Extensions.Diagnostics.Abstractions", "Microsoft.Extensions.Logging", "Microsoft.Extensions.Logging.Abstractions",
        "Microsoft.Extensions.Options", "Microsoft.Extensions.Options.ConfigurationExtensions", "Microsoft.Extensions.Primitives",
    ];

    private static readonly string Notices = Repository.Read("THIRD-PARTY-NOTICES.txt");

    [Fact]
    public void Each_package_that_the_module_depends_on_is_named_with_its_version()
    {
        using JsonDocument locks = JsonDocument.Parse(Repository.Read("src/DhcpNet/packages.lock.json"));
        IEnumerable<string> locked = locks.RootElement.GetProperty("dependencies").EnumerateObject().Single().Value.EnumerateObject()
            .Where(p => p.Value.GetProperty("type").GetString() != "Project" && !NotShipped.Contains(p.Name))
            .Select(p => $"{p.Name} {p.Value.GetProperty("resolved").GetString()}");

        Assert.Equal(locked.Order(StringComparer.Ordinal), EntryPattern().Matches(Notices).Select(m => m.Groups["package"].Value));
    }

    [Fact]
    public void Each_licence_that_is_named_is_there_in_full()
    {
        string[] named = [.. EntryPattern().Matches(Notices).Select(m => m.Groups["licence"].Value.Split(" OR ")[0]).Distinct()];

        Assert.Equal(named.Order(StringComparer.Ordinal), HeadingPattern().Matches(Notices).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^(?<package>\S+ [\d.]+)\n    Licence: (?<licence>.+)$", RegexOptions.Multiline)]
    private static partial Regex EntryPattern();

    [GeneratedRegex(@"^-+\n(\S+)\n-+$", RegexOptions.Multiline)]
    private static partial Regex HeadingPattern();
}
