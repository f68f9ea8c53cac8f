# A host loses its power and boots again. Its disk is as it was: Open vSwitch's database, and DhcpNet's store and leases. Namespaces and
# processes are gone. The same command as ever brings all of it back.

$one = New-TestHost 'host1'

Show-Step 'Two networks are served, and each has a client'
$null = Invoke-OnHost $one {
    $null = New-DhcpNetwork blue -Subnet 10.20.0.0/24 -VlanTag 20
    $null = New-DhcpNetwork green -Subnet 10.30.0.0/24, fd00:30::/64 -VlanTag 30
    $null = New-DhcpReservation blue fa:16:3e:00:00:10 -HostName vm1
    $null = New-DhcpReservation green fa:16:3e:00:00:20 -HostName vm2
    Get-DhcpNetwork | Enable-NetworkDhcp
}
Add-Client $one 'vm1' 'fa:16:3e:00:00:10' 20
Add-Client $one 'vm2' 'fa:16:3e:00:00:20' 30
$first = Request-Address $one 'vm1'
$second = Request-Address $one 'vm2'
$describe = {
    Get-NetworkDhcp | ForEach-Object { "$($_.Name) $($_.State) $($_.TapName) $($_.Port.MacAddress) $($_.Addresses -join ' ')" }
    Get-DhcpLease -State Active | ForEach-Object { "$($_.NetworkName) $($_.Address) $($_.MacAddress)" }
}
$before = Invoke-OnHost $one $describe

Stop-TestHost $one
Start-TestHost $one
Assert-That (-not (Invoke-HostProgram $one sh -c 'ls /run/netns 2>/dev/null || :')) 'no namespace is there'
$found = Invoke-OnHost $one { Get-NetworkDhcp | ForEach-Object { "$($_.State)" } }
Assert-That ("$found" -eq 'Degraded Degraded') 'Get-NetworkDhcp calls both networks degraded'

Show-Step 'The same command'
$changed = Invoke-OnHost $one { Get-DhcpNetwork | Enable-NetworkDhcp | ForEach-Object { "$($_.State)" } }
Assert-That ("$changed" -eq 'Enabled Enabled') 'both are enabled again'
$after = Invoke-OnHost $one $describe
Assert-That ([string]::Join("`n", $after) -eq [string]::Join("`n", $before)) 'with the same ports, taps, addresses and leases'
$again = Invoke-OnHost $one { Get-DhcpNetwork | Enable-NetworkDhcp | ForEach-Object { "$($_.Change)" } }
Assert-That ("$again" -eq 'None None') 'there is nothing more to do'

Show-Step 'The clients boot too, and ask for the addresses that they had'
Restart-Client $one 'vm1' 'fa:16:3e:00:00:10'
Restart-Client $one 'vm2' 'fa:16:3e:00:00:20'
Assert-That ((Request-Address $one 'vm1' -r $first.Address.Split('/')[0]).Address -eq $first.Address) "vm1 has $($first.Address) as before"
Assert-That ((Request-Address $one 'vm2' -r $second.Address.Split('/')[0]).Address -eq $second.Address) "vm2 has $($second.Address) as before"
