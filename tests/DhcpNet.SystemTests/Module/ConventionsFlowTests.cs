using System.Management.Automation;
using System.Net.Sockets;

namespace DhcpNet.SystemTests.Module;

/// <summary>Errors, confirmation, and pipelines that end early: the cmdlets do as PowerShell's own.</summary>
public sealed class ConventionsFlowTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("dhcpnet-flow-");
    private readonly PowerShellSession _session;

    public ConventionsFlowTests()
    {
        _session = PowerShellSession.Create(_state.FullName);
        _session.Require("""
            Set-StrictMode -Version Latest
            $null = New-DhcpNetwork blue -Subnet 10.20.0.0/24
            $null = New-DhcpNetwork red -Subnet 10.21.0.0/24
            """);
    }

    public void Dispose()
    {
        _session.Dispose();
        _state.Delete(recursive: true);
    }

    [Fact]
    public void An_error_has_an_id_a_category_and_what_it_is_about()
    {
        ErrorRecord error = Assert.Single(_session.Invoke("Get-DhcpSubnet green").Errors);
        Assert.Equal("NetworkNotFound,DhcpNet.Commands.GetDhcpSubnetCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Equal("green", error.TargetObject);
        Assert.Contains("'green'", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ErrorVariable_gets_the_errors_and_the_rest_goes_on()
    {
        PSObject told = Assert.Single(_session.Require("$found = 'green', 'blue' | Get-DhcpSubnet -ErrorVariable failed -ErrorAction SilentlyContinue; \"$($found.NetworkName) $($failed.Count) $($failed[0].TargetObject)\""));
        Assert.Equal("blue 1 green", told.BaseObject);
    }

    [Fact]
    public void SilentlyContinue_is_silent_and_the_status_tells()
    {
        PowerShellSession.Result result = _session.Invoke("Get-DhcpSubnet green -ErrorAction SilentlyContinue; $?");
        Assert.Empty(result.Errors);
        Assert.Equal(false, Assert.Single(result.Output).BaseObject);
    }

    [Theory]
    [InlineData("'green', 'blue' | New-DhcpPort -ErrorAction Stop")]
    [InlineData("$ErrorActionPreference = 'Stop'; 'green', 'blue' | New-DhcpPort")]
    public void Stop_ends_the_script_at_the_first_error(string script)
    {
        PSObject caught = Assert.Single(_session.Require($"& {{ try {{ {script} }} catch {{ $_.FullyQualifiedErrorId }} }}"));
        Assert.Equal("NetworkNotFound,DhcpNet.Commands.NewDhcpPortCommand", caught.BaseObject);
        Assert.Empty(_session.Require("Get-DhcpPort"));
    }

    [Theory]
    [InlineData("New-DhcpNetwork green -Subnet 10.22.0.0/24 -WhatIf")]
    [InlineData("New-DhcpSubnet blue 10.22.0.0/24 -WhatIf")]
    [InlineData("New-DhcpReservation blue fa:16:3e:00:00:02 -WhatIf")]
    [InlineData("Get-DhcpNetwork | New-DhcpPort -WhatIf")]
    [InlineData("Set-DhcpNetwork blue -NewName green -WhatIf")]
    [InlineData("Get-DhcpSubnet | Set-DhcpSubnet -EnableDhcp $false -WhatIf")]
    [InlineData("Get-DhcpNetwork | Remove-DhcpNetwork -WhatIf")]
    [InlineData("Get-DhcpNetwork | Remove-DhcpNetwork -Force -WhatIf")]
    [InlineData("& { $WhatIfPreference = $true; Get-DhcpNetwork | Remove-DhcpNetwork -Force }")]
    [InlineData("Remove-DhcpSubnet 10.20.0.0/24 -Force -WhatIf")]
    [InlineData("Set-DhcpConfiguration -IntegrationBridge br-else -WhatIf")]
    [InlineData("Connect-DhcpPlugin -Path ./elsewhere.db -WhatIf")]
    [InlineData("Export-DhcpNetwork ./nowhere/nets.json -WhatIf")]
    public void WhatIf_touches_nothing(string script)
    {
        string before = Everything();
        Assert.Empty(_session.Require(script));
        Assert.Equal(before, Everything());
        Assert.StartsWith("What if: ", _session.Show(script), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Set-DhcpNetwork blue -NewName green -VlanTag 7", "set NewName green, VlanTag 7", "network blue")]
    [InlineData("Get-DhcpSubnet blue | Set-DhcpSubnet -NoGateway -DnsServer 9.9.9.9, 1.1.1.1", "set NoGateway, DnsServer 9.9.9.9 1.1.1.1", "subnet 10.20.0.0/24 of network blue")]
    [InlineData("Get-DhcpReservation blue | Set-DhcpReservation -HostName '' -Option @{ 'tftp-server' = '10.20.0.9' }", "set HostName '', Option tftp-server=10.20.0.9", "reservation of fa:16:3e:00:00:01 on network blue")]
    [InlineData("Set-DhcpNetwork blue", "change nothing", "network blue")]
    public void WhatIf_tells_what_would_be_changed(string script, string change, string target)
    {
        _session.Require("New-DhcpReservation blue fa:16:3e:00:00:01");

        Assert.Equal($"What if: Performing the operation \"{change}\" on target \"{target}\".", _session.Show($"{script} -WhatIf").Trim());
    }

    [Fact]
    public void What_destroys_asks_and_does_nothing_where_nobody_answers()
    {
        Assert.NotEmpty(_session.Invoke("Remove-DhcpNetwork blue").Errors);
        Assert.Equal(2, _session.Require("Get-DhcpNetwork").Count);
    }

    [Theory]
    [InlineData("Remove-DhcpNetwork blue -Confirm:$false")]
    [InlineData("Remove-DhcpNetwork blue -Force")]
    [InlineData("& { $ConfirmPreference = 'None'; Remove-DhcpNetwork blue }")]
    public void What_is_confirmed_beforehand_asks_nothing(string script)
    {
        Assert.Empty(_session.Require(script));
        Assert.Equal("red", Assert.Single(_session.Require("Get-DhcpNetwork")).Properties["Name"].Value);
    }

    [Fact]
    public void PipelineVariable_keeps_what_came_from_further_up()
    {
        string[] told = [.. _session.Require("Get-DhcpNetwork -PipelineVariable network | New-DhcpPort | ForEach-Object { \"$($network.Name) $($_.FixedIps)\" }").Select(o => o.ToString())];
        Assert.Equal(["blue 10.20.0.2", "red 10.21.0.2"], told);
    }

    [Fact]
    public void Verbose_tells_each_step_in_a_line()
    {
        PowerShellSession.Result result = _session.Invoke("$null = 'blue', 'red' | New-DhcpPort -Verbose -Confirm:$false");
        Assert.Single(result.Verbose, v => v.StartsWith("Network 'blue': port ", StringComparison.Ordinal));
        Assert.Single(result.Verbose, v => v.StartsWith("Network 'red': port ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("foreach ($once in 1) { Get-DhcpNetwork | ForEach-Object { $_; break } }")]
    [InlineData("foreach ($once in 1) { 'blue', 'red' | New-DhcpPort | ForEach-Object { $_; break } }")]
    public void A_pipeline_that_ends_early_is_no_error(string script)
    {
        Assert.Single(_session.Require(script));
        Assert.Equal(2, _session.Require("Get-DhcpNetwork").Count);
    }

    [Fact]
    public void An_exception_downstream_passes()
    {
        PSObject caught = Assert.Single(_session.Require("try { Get-DhcpNetwork | ForEach-Object { throw 'enough' } } catch { \"$_\" }"));
        Assert.Equal("enough", caught.BaseObject);
    }

    [Fact]
    public async Task A_command_that_waits_can_be_stopped_and_the_session_stays_usable()
    {
        // An OVSDB that lets in and then says nothing.
        string path = Path.Combine(_state.FullName, "mute.sock");
        using var mute = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        mute.Bind(new UnixDomainSocketEndPoint(path));
        mute.Listen();
        _session.Require("$null = Set-DhcpConfiguration -Ovsdb $args[0] -OvsdbTimeout 600", $"unix:{path}");

        using var command = PowerShell.Create(_session.Runspace);
        command.AddScript("Get-OvsTap; 'went on'");
        using var output = new PSDataCollection<PSObject>();
        IAsyncResult running = command.BeginInvoke<PSObject, PSObject>(null, output);
        using Socket arrived = await mute.AcceptAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Long, TestContext.Current.CancellationToken);
        await Task.Run(command.Stop, TestContext.Current.CancellationToken).WaitAsync(Long, TestContext.Current.CancellationToken);

        Assert.Throws<PipelineStoppedException>(() => command.EndInvoke(running));
        Assert.Equal(PSInvocationState.Stopped, command.InvocationStateInfo.State);
        Assert.Empty(output);
        Assert.Empty(command.Streams.Error);
        Assert.Equal(2, _session.Require("Get-DhcpNetwork").Count);
    }

    private string Everything() => string.Join('\n', _session.Require("""
        Get-DhcpNetwork | ForEach-Object { "$($_.Id) $($_.Name) $($_.Ports)"; $_.Subnets | ForEach-Object { "$($_.Id) $_ $($_.EnableDhcp)" } }
        (Get-DhcpConfiguration).IntegrationBridge
        (Get-DhcpPlugin).Description
        """));
}
