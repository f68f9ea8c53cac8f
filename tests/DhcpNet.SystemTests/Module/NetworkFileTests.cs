using System.Management.Automation;

namespace DhcpNet.SystemTests.Module;

/// <summary>Networks come out of files and go into them.</summary>
public sealed class NetworkFileTests : IDisposable
{
    private const string Csv = "name,cidr,vlan,dns\nblue,10.20.0.0/24,20,10.20.0.53 9.9.9.9\nred,10.21.0.0/24,,\nblue,fd00:20::/64,,\n";

    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("dhcpnet-files-");
    private readonly PowerShellSession _session;

    public NetworkFileTests()
    {
        _session = PowerShellSession.Create(_state.FullName);
        _session.Require("Set-StrictMode -Version Latest; $ExecutionContext.SessionState.Path.SetLocation($args[0])", _state.FullName);
        Write("nets.csv", Csv);
        Write("bad.csv", "name,cidr\ngood,10.0.0.0/24\nbad,10.0.0.0/33\nworse,10.0.0.0/24\nworse,10.0.0.0/25\n");
        Write("more.json", "{\"networks\": [{\"name\": \"green\", \"subnets\": [{\"cidr\": \"10.22.0.0/24\"}], \"ports\": [{\"mac_address\": \"fa:16:3e:00:00:02\"}]}]}");
    }

    public void Dispose()
    {
        _session.Dispose();
        _state.Delete(recursive: true);
    }

    [Fact]
    public void The_networks_that_were_made_come_out_as_New_DhcpNetwork_puts_them_out()
    {
        IReadOnlyList<PSObject> made = _session.Require("Import-DhcpNetwork nets.csv");

        Assert.Equal(["blue", "red"], made.Select(Name));
        Assert.Equal(_session.Require("New-DhcpNetwork blue")[0].TypeNames, made[0].TypeNames);
        Assert.Equal(
            ["blue 20 10.20.0.0/24 10.20.0.53 9.9.9.9", "blue 20 fd00:20::/64 ", "red  10.21.0.0/24 "],
            _session.Require("Get-DhcpNetwork | ForEach-Object { foreach ($s in $_.Subnets) { \"$($_.Name) $($_.VlanTag) $s $($s.DnsNameservers)\" } }").Select(o => $"{o}"));
    }

    [Theory]
    [InlineData("Import-DhcpNetwork ./nets.csv, more.json")]
    [InlineData("Import-DhcpNetwork -Path *.json, n*.csv")]
    [InlineData("Import-DhcpNetwork -LiteralPath nets.csv, more.json")]
    [InlineData("'nets.csv', 'more.json' | Import-DhcpNetwork")]
    [InlineData("'[mn]*s*' | Import-DhcpNetwork")]
    [InlineData("[IO.FileInfo]::new(\"$PWD/nets.csv\"), [IO.FileInfo]::new(\"$PWD/more.json\") | Import-DhcpNetwork")]
    [InlineData("[pscustomobject] @{ Path = 'nets.csv' }, [pscustomobject] @{ PSPath = 'Microsoft.PowerShell.Core\\FileSystem::' + \"$PWD/more.json\" } | Import-DhcpNetwork")]
    public void Files_are_named_as_everywhere_in_PowerShell(string script)
    {
        Assert.Equal(["blue", "green", "red"], _session.Require(script).Select(Name).Order());
        Assert.Equal(3, Count());
    }

    [Fact]
    public void A_name_that_looks_like_a_pattern_is_taken_literally_where_that_is_asked_for()
    {
        Write("[a].csv", "name\nbracket\n");

        Assert.StartsWith("NetworkFileNotFound,", Assert.Single(_session.Invoke("Import-DhcpNetwork '[a].csv'").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("bracket", Name(Assert.Single(_session.Require("Import-DhcpNetwork -LiteralPath '[a].csv'"))));
        Assert.Equal("bracket", Name(Assert.Single(_session.Require("[IO.FileInfo]::new(\"$PWD/[a].csv\") | Import-DhcpNetwork -PassThru"))));
    }

    [Fact]
    public void What_can_not_be_is_told_with_file_and_row_and_nothing_of_the_file_is_made()
    {
        PowerShellSession.Result result = _session.Invoke("Import-DhcpNetwork bad.csv, nets.csv");

        Assert.Equal(
            ["CidrMalformed InvalidArgument bad.csv:3", "SubnetOverlap InvalidArgument bad.csv:5"],
            result.Errors.Select(e => $"{e.FullyQualifiedErrorId.Split(',')[0]} {e.CategoryInfo.Category} {Path.GetFileName((string)e.TargetObject)}"));
        Assert.All(result.Errors, e => Assert.StartsWith($"{e.TargetObject}", e.ToString(), StringComparison.Ordinal));
        Assert.Contains("nothing of it was imported", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(["blue", "red"], result.Output.Select(Name));
        Assert.Equal(2, Count());
    }

    [Fact]
    public void With_SkipErrors_what_can_be_is_made()
    {
        PowerShellSession.Result result = _session.Invoke("Import-DhcpNetwork bad.csv -SkipErrors");

        Assert.Equal(["good"], result.Output.Select(Name));
        Assert.Equal(2, result.Errors.Count);
        Assert.Empty(result.Warnings);
        Assert.Equal(["good"], _session.Require("Get-DhcpNetwork").Select(Name));
    }

    [Fact]
    public void An_error_that_is_to_stop_leaves_nothing_made()
    {
        Assert.Equal("CidrMalformed", $"{Assert.Single(_session.Require("try { Import-DhcpNetwork bad.csv -ErrorAction Stop } catch { $_.FullyQualifiedErrorId.Split(',')[0] }"))}");
        Assert.Equal(0, Count());
    }

    [Fact]
    public void WhatIf_tells_what_would_be_made_and_what_could_not_and_makes_nothing()
    {
        string shown = _session.Show("Import-DhcpNetwork nets.csv, more.json -WhatIf").ReplaceLineEndings(" ");
        Assert.Contains("What if: Performing the operation \"create\" on target \"network blue with 10.20.0.0/24, fd00:20::/64\".", shown, StringComparison.Ordinal);
        Assert.Contains("on target \"network green with 10.22.0.0/24, 1 reservation\".", shown, StringComparison.Ordinal);
        Assert.Equal(2, _session.Invoke("Import-DhcpNetwork bad.csv -WhatIf").Errors.Count);
        Assert.Equal(0, Count());

        _session.Require("$null = Import-DhcpNetwork nets.csv");
        Assert.DoesNotContain("What if", _session.Show("Import-DhcpNetwork nets.csv -WhatIf"), StringComparison.Ordinal);
    }

    [Fact]
    public void Importing_again_is_passed_over_and_a_file_that_changed_is_an_error()
    {
        _session.Require("$null = Import-DhcpNetwork nets.csv");

        PowerShellSession.Result again = _session.Invoke("Import-DhcpNetwork nets.csv -Verbose");
        Assert.Empty(again.Output);
        Assert.Empty(again.Errors);
        Assert.Contains(again.Verbose, line => line.StartsWith("Network 'blue' was there already", StringComparison.Ordinal));
        Assert.Equal(["blue", "red"], _session.Require("Import-DhcpNetwork nets.csv -PassThru").Select(Name));

        Write("nets.csv", Csv.Replace(",20,", ",21,", StringComparison.Ordinal) + "new,,,\n");
        ErrorRecord error = Assert.Single(_session.Invoke("Import-DhcpNetwork nets.csv").Errors);
        Assert.Equal(("NetworkExists", ErrorCategory.ResourceExists), (error.FullyQualifiedErrorId.Split(',')[0], error.CategoryInfo.Category));
        Assert.Contains("VLAN tag 20, not 21", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, Count());
    }

    [Fact]
    public void Ten_thousand_rows_are_imported()
    {
        Write("many.csv", "name,cidr,vlan\n" + string.Concat(Enumerable.Range(0, 10_000).Select(i => $"n{i},10.{i / 256}.{i % 256}.0/24,{1 + (i % 4094)}\n")));

        Assert.Equal(10_000, Assert.Single(_session.Require("@(Import-DhcpNetwork many.csv).Count")).BaseObject);
        Assert.Equal(10_000, Count());
        _session.Require("Export-DhcpNetwork out.csv; Import-DhcpNetwork out.csv");
        Assert.Equal(10_000, Count());
    }

    [Fact]
    public void A_format_is_said_where_the_name_does_not()
    {
        Write("nets.txt", Csv);

        Assert.StartsWith("NetworkFileFormatUnknown,", Assert.Single(_session.Invoke("Import-DhcpNetwork nets.txt").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(2, _session.Require("Import-DhcpNetwork nets.txt -Format csv").Count);
        _session.Require("Export-DhcpNetwork out -Format Json; $null = Connect-DhcpPlugin other.db");
        Assert.Equal(2, _session.Require("Import-DhcpNetwork out -Format Json").Count);
    }

    [Theory]
    [InlineData("out.json")]
    [InlineData("out.jsonl")]
    public void What_is_exported_makes_the_same_networks_elsewhere(string file)
    {
        _session.Require("""
            $null = Import-DhcpNetwork nets.csv, more.json
            $null = New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.50 -HostName vm1 -Option @{ 'bootfile-name' = 'pxe.0' }
            $null = Get-DhcpNetwork | New-DhcpPort
            """);
        string before = Everything();

        Assert.Empty(_session.Require("Export-DhcpNetwork $args[0]; $null = Connect-DhcpPlugin other.db", file));
        Assert.Equal(3, _session.Require("Import-DhcpNetwork $args[0]", file).Count);

        Assert.Equal(before, Everything());
        Assert.Empty(_session.Require("Get-DhcpPort"));
    }

    [Fact]
    public void Some_networks_are_exported_by_name_pattern_and_object()
    {
        _session.Require("$null = Import-DhcpNetwork nets.csv, more.json");

        _session.Require("""
            Export-DhcpNetwork a.csv -Network blue, 'R*', blue
            Get-DhcpNetwork red | Export-DhcpNetwork b.csv
            'red', [pscustomobject] @{ Name = 'green' } | Export-DhcpNetwork c.jsonl
            Get-DhcpNetwork none* | Export-DhcpNetwork d.json
            """);

        Assert.Equal(["blue", "blue", "red"], Rows("a.csv").Select(r => r.Split(',')[0]));
        Assert.Equal(["red"], Rows("b.csv").Select(r => r.Split(',')[0]));
        Assert.Equal(2, File.ReadAllLines(PathOf("c.jsonl")).Length);
        Assert.Equal("{\"networks\":[]}", string.Concat(File.ReadAllText(PathOf("d.json")).Where(c => !char.IsWhiteSpace(c))));
    }

    [Fact]
    public void A_file_is_replaced_with_Force_alone_and_not_for_a_network_that_is_not_there()
    {
        _session.Require("$null = Import-DhcpNetwork nets.csv");
        Write("out.csv", "precious");

        ErrorRecord exists = Assert.Single(_session.Invoke("Export-DhcpNetwork out.csv").Errors);
        Assert.Equal(("NetworkFileExists", ErrorCategory.ResourceExists), (exists.FullyQualifiedErrorId.Split(',')[0], exists.CategoryInfo.Category));
        Assert.Equal(2, _session.Invoke("Export-DhcpNetwork out.csv -Force -Network nowhere, blue, neither").Errors.Count);
        Assert.Contains("What if", _session.Show("Export-DhcpNetwork out.csv -Force -WhatIf"), StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(PathOf("out.csv")));
        _session.Require("Export-DhcpNetwork out.csv -Force");
        Assert.Equal(3, Rows("out.csv").Length);
    }

    [Fact]
    public void CSV_warns_once_of_what_it_has_no_place_for()
    {
        _session.Require("$null = Import-DhcpNetwork nets.csv, more.json; $null = New-DhcpReservation blue fa:16:3e:00:00:10");

        string warning = Assert.Single(_session.Invoke("Export-DhcpNetwork out.csv").Warnings);

        Assert.Contains("leaves out some of blue, green.", warning, StringComparison.Ordinal);
        Assert.Empty(_session.Invoke("Export-DhcpNetwork red.csv -Network red; Export-DhcpNetwork all.json").Warnings);
    }

    [Fact]
    public async Task Networks_of_a_file_are_served_at_once()
    {
        await using ModuleWorld world = await ModuleWorld.StartAsync();

        IReadOnlyList<PSObject> enabled = world.Run($"Import-DhcpNetwork '{PathOf("nets.csv")}', '{PathOf("more.json")}' | Enable-NetworkDhcp");

        Assert.Equal(["blue", "green", "red"], enabled.Select(Name).Order());
        Assert.All(enabled, e => Assert.Equal("Enabled", $"{e.Properties["State"].Value}"));
        // The service, and its ports, are no part of what the file says.
        Assert.Empty(world.Run($"Import-DhcpNetwork '{PathOf("nets.csv")}', '{PathOf("more.json")}'"));
    }

    private string Everything() => string.Join('\n', _session.Require("""
        foreach ($n in Get-DhcpNetwork) {
            "$($n.Id) $($n.Name) $($n.VlanTag) $($n.Mtu)"
            foreach ($s in $n.Subnets) { "$($s.Id) $s $($s.GatewayIp) $($s.AllocationPools) $($s.DnsNameservers)" }
            foreach ($p in Get-DhcpReservation $n) { "$($p.Id) $($p.MacAddress) $($p.FixedIps) $($p.DnsName) $($p.ExtraDhcpOpts)" }
        }
        """));

    private int Count() => (int)Assert.Single(_session.Require("@(Get-DhcpNetwork).Count")).BaseObject;

    private static string Name(PSObject network) => (string)network.Properties["Name"].Value;

    private string[] Rows(string file) => File.ReadAllLines(PathOf(file))[1..];

    private string PathOf(string file) => Path.Combine(_state.FullName, file);

    private void Write(string file, string text) => File.WriteAllText(PathOf(file), text);
}
