using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DhcpNet.SystemTests.Module;

namespace DhcpNet.SystemTests.Examples;

/// <summary>The playbook of docs/examples/ansible, with variables that keep all that it does within a directory and a world of a test's own.</summary>
internal sealed partial class AnsiblePlaybook : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private readonly string _directory = Directory.CreateTempSubdirectory("ansible-").FullName;
    private readonly JsonObject _variables;

    public AnsiblePlaybook(ModuleWorld world)
    {
        foreach ((string program, string package) in ((string, string)[])[("ansible-playbook", "ansible-core"), ("unzip", "unzip")])
            Assert.SkipUnless(IsInstalled(program), $"{program} is not installed (Debian package {package})");
        Subnet = new JsonObject { ["cidr"] = "10.20.0.0/24", ["dns_nameservers"] = new JsonArray("9.9.9.9") };
        _variables = new JsonObject
        {
            ["ansible_become"] = false,
            ["dhcpnet_package"] = ModulePackage.File,
            ["dhcpnet_module_path"] = ModulePath,
            ["dhcpnet_powershell"] = Path.GetFullPath(ShellProcess.ShellPath()),
            ["dhcpnet_install_packages"] = false,
            ["dhcpnet_configuration_file"] = ConfigurationFile,
            ["dhcpnet_configuration"] = new JsonObject { ["statePath"] = world.StateDirectory, ["ovsdb"] = $"{world.Ovs.Endpoint}" },
            ["dhcpnet_networks"] = new JsonArray(
                new JsonObject
                {
                    ["name"] = "blue",
                    ["subnets"] = new JsonArray(Subnet),
                    ["ports"] = new JsonArray(new JsonObject { ["mac_address"] = "fa:16:3e:00:00:10", ["fixed_ips"] = new JsonArray(new JsonObject { ["ip_address"] = "10.20.0.50" }) }),
                },
                new JsonObject { ["name"] = "red", ["subnets"] = new JsonArray(new JsonObject { ["cidr"] = "10.21.0.0/24" }) }),
        };
    }

    /// <summary>The subnet of the first network, to be changed.</summary>
    public JsonObject Subnet { get; }

    /// <summary>Where the role installs the module.</summary>
    public string ModulePath => Path.Combine(_directory, "modules");

    /// <summary>The configuration file that the role writes.</summary>
    public string ConfigurationFile => Path.Combine(_directory, "etc", "dhcpnet.json");

    /// <summary>Runs the playbook with the variables as they are.</summary>
    public Result Play(params string[] options)
    {
        string examples = Path.Combine(ModulePackage.Root, "docs", "examples", "ansible");
        string variables = Path.Combine(_directory, "variables.json");
        File.WriteAllText(variables, _variables.ToJsonString());
        (int status, string output, string error) = Programs.Try(
            Patience,
            "env",
            [
                "LC_ALL=C.UTF-8", "ANSIBLE_NOCOLOR=1", "ANSIBLE_PIPELINING=1", $"HOME={_directory}", $"ANSIBLE_HOME={_directory}/home", $"ANSIBLE_LOCAL_TEMP={_directory}/local",
                $"ANSIBLE_REMOTE_TEMP={_directory}/remote", "ansible-playbook", "-i", "localhost,", "-c", "local", Path.Combine(examples, "site.yml"), "-e", $"@{variables}", .. options,
            ]);
        Match changed = ChangedPattern().Match(output);
        return new Result(status == 0, changed.Success ? int.Parse(changed.Groups[1].Value, CultureInfo.InvariantCulture) : 0, output + error);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(d => File.Exists(Path.Combine(d, program)));

    [GeneratedRegex(@"^localhost\s+:.*\bchanged=(\d+)", RegexOptions.Multiline)]
    private static partial Regex ChangedPattern();

    /// <summary>What came of a run.</summary>
    /// <param name="Succeeded">Whether no task failed.</param>
    /// <param name="Changed">How many tasks changed something, or would have.</param>
    /// <param name="Output">What was printed.</param>
    internal sealed record Result(bool Succeeded, int Changed, string Output);
}
