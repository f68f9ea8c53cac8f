using System.Management.Automation;

namespace DhcpNet.SystemTests.Module;

/// <summary>A Neutron agent's files become the session's configuration.</summary>
public sealed class ImportConfigurationTests : IDisposable
{
    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("dhcpnet-import-");
    private readonly PowerShellSession _session;

    public ImportConfigurationTests()
    {
        _session = PowerShellSession.Create(_state.FullName);
        Write("neutron.conf", "[DEFAULT]\nhost = compute-1\nstate_path = /var/lib/neutron\ntransport_url = rabbit://guest:hunter2@broker/\ndhcp_lease_duration = 600\n");
        Write("dhcp_agent.ini", "[DEFAULT]\ndhcp_confs = $state_path/confs\ndhcp_lease_duration = -1\nresync_interval = 5\n");
    }

    public void Dispose()
    {
        _session.Dispose();
        _state.Delete(recursive: true);
    }

    [Fact]
    public void What_the_files_say_is_set_and_each_option_comes_out()
    {
        string[] options = [.. _session.Require($"Import-DhcpConfiguration {Of("neutron.conf")}, {Of("dhcp_agent.ini")} | ForEach-Object {{ \"$($_.Status) $($_.Option) $($_.Value) $($_.Line)\" }}").Select(o => o.ToString())];

        Assert.Equal(
            ["Used host compute-1 2", "Used state_path /var/lib/neutron 3", "Overridden dhcp_lease_duration 600 5", "Used dhcp_confs /var/lib/neutron/confs 2", "Used dhcp_lease_duration -1 3", "Unused resync_interval 5 4"],
            options);
        Assert.Equal("compute-1 /var/lib/neutron /var/lib/neutron/confs -00:00:00.0010000", Configuration());
    }

    [Fact]
    public void Files_are_taken_from_the_pipeline_by_path_and_as_objects()
    {
        _session.Require($"{Of("neutron.conf")}, [IO.FileInfo]::new({Of("dhcp_agent.ini")}) | Import-DhcpConfiguration");

        Assert.Equal("compute-1 /var/lib/neutron /var/lib/neutron/confs -00:00:00.0010000", Configuration());
    }

    [Fact]
    public void Other_services_options_are_counted_and_shown_with_All_but_never_their_secrets()
    {
        PowerShellSession.Result result = _session.Invoke($"Import-DhcpConfiguration {Of("neutron.conf")} -Verbose");
        Assert.Contains("1 options of other services are not shown; -All shows them.", result.Verbose);

        string shown = _session.Show($"Import-DhcpConfiguration {Of("neutron.conf")} -All");
        Assert.Contains("transport_url", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_tells_and_sets_nothing()
    {
        string before = Configuration();

        Assert.NotEmpty(_session.Require($"Import-DhcpConfiguration {Of("neutron.conf")} -Persist -WhatIf"));

        Assert.Equal(before, Configuration());
        Assert.False(File.Exists(PathOf("dhcpnet.json")));
    }

    [Fact]
    public void Persist_writes_it_for_sessions_that_begin_later()
    {
        _session.Require($"Import-DhcpConfiguration {Of("dhcp_agent.ini")} -Persist");

        Assert.Contains("\"confsPath\": \"/var/lib/neutron/confs\"", File.ReadAllText(PathOf("dhcpnet.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_name_file_and_line_and_nothing_is_set()
    {
        Write("bad.ini", "[DEFAULT]\nhost = other\nforce_metadata = maybe\nno_such_option = 1\n");
        string before = Configuration();

        IReadOnlyList<ErrorRecord> errors = _session.Invoke($"Import-DhcpConfiguration {Of("neutron.conf")}, {Of("bad.ini")} -Persist").Errors;

        Assert.Equal([$"{PathOf("bad.ini")}:3", $"{PathOf("bad.ini")}:4"], errors.Select(e => e.TargetObject));
        Assert.All(errors, e => Assert.StartsWith("AgentFileInvalid", e.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.All(errors, e => Assert.Equal(ErrorCategory.InvalidArgument, e.CategoryInfo.Category));
        Assert.Equal(before, Configuration());
        Assert.False(File.Exists(PathOf("dhcpnet.json")));
    }

    [Fact]
    public void A_file_that_is_not_there_is_told()
    {
        ErrorRecord error = Assert.Single(_session.Invoke($"Import-DhcpConfiguration {Of("none.ini")}").Errors);

        Assert.StartsWith("AgentFileNotFound", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
    }

    [Fact]
    public void Every_value_of_the_configuration_has_a_parameter()
    {
        _session.Require("""
            Set-DhcpConfiguration -ConfsPath /confs -DnsmasqBaseLogDir /log -DnsmasqTxtRecord 'v,"1"' -EnableAddr6List $true -BroadcastReply $true -EnableIsolatedMetadata $true -ForceMetadata $true
            """);
        Assert.Equal("/confs /log v,\"1\" True True True True", Text("\"$($c.ConfsPath) $($c.DnsmasqBaseLogDir) $($c.DnsmasqTxtRecord) $($c.EnableAddr6List) $($c.BroadcastReply) $($c.EnableIsolatedMetadata) $($c.ForceMetadata)\""));
        _session.Require("Set-DhcpConfiguration -ConfsPath '' -StatePath /state");
        Assert.Equal("/state/dhcp", Text("$c.ConfsPath"));
    }

    [Fact]
    public async Task A_network_is_served_from_the_directory_and_with_the_options_that_were_imported()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();
        DirectoryInfo confs = Directory.CreateTempSubdirectory("dhcpnet-confs-");
        try
        {
            File.SetUnixFileMode(confs.FullName, (UnixFileMode)0b111_101_101);
            Write("dhcp_agent.ini", $"[DEFAULT]\ndhcp_confs = {confs.FullName}/dhcp\ndhcp_broadcast_reply = yes\ndnsmasq_txt_record = version.example,\"1.0\"\nforce_metadata = on\n");
            world.Run($"$null = Import-DhcpConfiguration {Of("dhcp_agent.ini")}; New-DhcpNetwork blue -Subnet 10.20.0.0/24; Enable-NetworkDhcp blue");

            string id = $"{world.RunSingle("(Get-DhcpNetwork blue).Id")}";
            string commandLine = File.ReadAllText($"/proc/{world.RunSingle("(Get-NetworkDhcp blue).ProcessId")}/cmdline").Replace('\0', ' ');
            Assert.Contains($"--pid-file={confs.FullName}/dhcp/{id}/pid ", commandLine, StringComparison.Ordinal);
            Assert.Contains(" --dhcp-broadcast ", commandLine, StringComparison.Ordinal);
            Assert.Contains(" --txt-record=version.example,\"1.0\" ", commandLine, StringComparison.Ordinal);
            Assert.Contains("169.254.169.254/32", File.ReadAllText($"{confs.FullName}/dhcp/{id}/opts"), StringComparison.Ordinal);
            Assert.Equal("Enabled", $"{world.RunSingle("(Get-NetworkDhcp blue).State")}");
            world.Run("Disable-NetworkDhcp blue -Force");
            Assert.Empty(Directory.GetDirectories(Path.Combine(confs.FullName, "dhcp")));
            Assert.Empty(world.Leftovers());
        }
        finally
        {
            world.PowerShell.Invoke("Disable-NetworkDhcp blue -Force");
            confs.Delete(recursive: true);
        }
    }

    private string Configuration() => Text("\"$($c.HostName) $($c.StatePath) $($c.ConfsPath) $($c.LeaseDuration)\"");

    private string Text(string expression) => Assert.Single(_session.Require($"$c = Get-DhcpConfiguration; {expression}")).ToString();

    private string Of(string file) => $"'{PathOf(file)}'";

    private string PathOf(string file) => Path.Combine(_state.FullName, file);

    private void Write(string file, string text) => File.WriteAllText(PathOf(file), text);
}
