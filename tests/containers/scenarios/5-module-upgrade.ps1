# A newer version of the module takes over what an older one serves, and its agent: no dnsmasq is restarted, no lease is lost.

$one = New-TestHost 'host1'

Show-Step 'The installed version serves two networks, and its agent watches them'
$served = Invoke-OnHost $one {
    $null = New-DhcpNetwork blue -Subnet 10.20.0.0/24 -VlanTag 20
    $null = New-DhcpNetwork green -Subnet 10.30.0.0/24 -VlanTag 30
    $null = New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.50 -HostName vm1
    Get-DhcpNetwork | Enable-NetworkDhcp | ForEach-Object { "$($_.State)" }
}
Assert-That ("$served" -eq 'Enabled Enabled') 'both are enabled'
$agent = {
    Watch-NetworkDhcp | ForEach-Object { [IO.File]::AppendAllText('/var/log/agent.log', "$version $($_.Kind) $($_.Network) $($_.Done) $($_.Reason)`n") }
}
# The process id of the agent that came after another, once it has seen to all networks.
$awaitAgent = {
    for ($i = 0; $i -lt 300; $i++) {
        $status = Get-DhcpAgent
        if ("$($status.State)" -eq 'Running' -and "$($status.ProcessId)" -ne $former -and $status.LastSync -and $status.Backlog -eq 0 -and $status.InWork -eq 0) { return "$($status.ProcessId)" }
        [Threading.Thread]::Sleep(200)
    }
    throw "The agent is not ready: $($status.State), $($status.LastError)"
}
Start-OnHost $one $agent @{ version = 'old' }
$oldAgent = Invoke-OnHost $one $awaitAgent @{ former = '' }
Add-Client $one 'vm1' 'fa:16:3e:00:00:10' 20
$lease = Request-Address $one 'vm1'
Assert-That ($lease.Address -eq '10.20.0.50/24') 'a client has its address'
$processes = { Get-Dnsmasq | ForEach-Object { "$($_.Network.Name) $($_.ProcessId)" } }
$before = [string]::Join(', ', (Invoke-OnHost $one $processes))
Assert-That ($before -match '^blue \d+, green \d+$') "dnsmasq serves: $before"

Show-Step 'A newer version is installed beside it'
$null = Invoke-HostProgram $one sh -c 'mkdir -p /srv/modules/DhcpNet && cp -r /opt/dhcpnet/artifacts/DhcpNet /srv/modules/DhcpNet/99.0.0 &&
    sed -i "s/ModuleVersion *= .*/ModuleVersion = ''99.0.0''/" /srv/modules/DhcpNet/99.0.0/DhcpNet.psd1'
$new = '/srv/modules/DhcpNet/99.0.0/DhcpNet.psd1'
$seen = Invoke-OnHost $one {
    "$((Get-Module DhcpNet).Version)"
    Get-DhcpNetwork | Enable-NetworkDhcp | ForEach-Object { "$($_.Change)" }
    Repair-NetworkDhcp -All | ForEach-Object { "$($_.State) $($_.Change)" }
} -module $new
Assert-That ("$seen" -eq '99.0.0 None None Enabled None Enabled None') 'a session with it finds nothing to change'
Assert-That ([string]::Join(', ', (Invoke-OnHost $one $processes -module $new)) -eq $before) 'the same processes serve'

Show-Step 'Its agent takes the place of the old one'
$null = Invoke-HostProgram $one kill -TERM $oldAgent
$null = Invoke-HostProgram $one sh -c "while [ -e /proc/$oldAgent ]; do sleep 0.1; done"
Start-OnHost $one $agent @{ version = 'new' } -module $new
$newAgent = Invoke-OnHost $one $awaitAgent @{ former = $oldAgent } -module $new
Assert-That ($newAgent -match '^\d+$') "it is process $newAgent, the old one was $oldAgent"
Assert-That ([string]::Join(', ', (Invoke-OnHost $one $processes -module $new)) -eq $before) 'the same processes serve'

Show-Step 'It follows changes, also those that the old version makes'
$null = Invoke-OnHost $one { $null = New-DhcpReservation green fa:16:3e:00:00:20 10.30.0.50 -HostName vm2 }
Wait-Until 'the new agent has told dnsmasq of the client' { (Invoke-HostProgram $one sh -c 'cat /var/log/agent.log') -match '^new Updated green' }
Add-Client $one 'vm2' 'fa:16:3e:00:00:20' 30
Assert-That ((Request-Address $one 'vm2').Address -eq '10.30.0.50/24') 'a client that it learned of has its address'

Show-Step 'No lease was lost'
Assert-That ((Request-Address $one 'vm1' -r 10.20.0.50).Address -eq $lease.Address) 'the client that was there before renews its address'
$leases = Invoke-OnHost $one { Get-DhcpLease -State Active | ForEach-Object { "$($_.NetworkName) $($_.Address)" } } -module $new
Assert-That ('blue 10.20.0.50' -in $leases -and 'green 10.30.0.50' -in $leases) 'both leases are on record'
Assert-That ([string]::Join(', ', (Invoke-OnHost $one $processes -module $new)) -eq $before) 'and still the same processes serve'
