# One host, several networks: clients get what was reserved for them, names are answered, and nothing is left at the end.

$one = New-TestHost 'host1'

Show-Step 'Three networks on VLANs of their own; red has the same addresses as blue'
$enabled = Invoke-OnHost $one {
    $null = New-DhcpNetwork blue -Subnet 10.20.0.0/24 -VlanTag 20
    $null = New-DhcpNetwork green -Subnet 10.30.0.0/24 -VlanTag 30
    $null = New-DhcpNetwork red -Subnet 10.20.0.0/24 -VlanTag 40
    $null = New-DhcpReservation blue fa:16:3e:00:00:20 10.20.0.50 -HostName vm20
    $null = New-DhcpReservation green fa:16:3e:00:00:30 10.30.0.50 -HostName vm30
    $null = New-DhcpReservation red fa:16:3e:00:00:40 10.20.0.50 -HostName vm40
    Get-DhcpNetwork | Enable-NetworkDhcp | ForEach-Object { "$($_.State)" }
}
Assert-That ("$enabled" -eq 'Enabled Enabled Enabled') 'DHCP is enabled on all three'

Show-Step 'A client on each'
foreach ($vlan in 20, 30, 40) {
    $name = "vm$vlan"
    $address = if ($vlan -eq 30) { '10.30.0.50' } else { '10.20.0.50' }
    Add-Client $one $name "fa:16:3e:00:00:$vlan" $vlan
    $lease = Request-Address $one $name
    Assert-That ($lease.Address -eq "$address/24" -and $lease.HostName -eq $name) "$name has $address and its name"
    Assert-That ((Resolve-Name $one $name "$name.openstacklocal" $lease.Server) -eq $address) "DNS answers $name with $address"
}

Show-Step 'What the module itself says of it'
$tested = Invoke-OnHost $one { Get-DhcpNetwork | Test-NetworkDhcp | ForEach-Object { "$($_.Result)"; $_.Problems } }
Assert-That ("$tested" -eq 'Passed Passed Passed') 'Test-NetworkDhcp finds nothing wrong'
$leases = Invoke-OnHost $one { Get-DhcpLease -State Active | ForEach-Object { "$($_.NetworkName) $($_.Address)" } }
Assert-That ("$leases" -eq 'blue 10.20.0.50 green 10.30.0.50 red 10.20.0.50') 'Get-DhcpLease lists the leases'

Show-Step 'Undo'
foreach ($vlan in 20, 30, 40) { Remove-Client $one "vm$vlan" }
$disabled = Invoke-OnHost $one {
    Get-DhcpNetwork | Disable-NetworkDhcp -Force | ForEach-Object { "$($_.State)" }
    Get-DhcpNetwork | Remove-DhcpNetwork -Force
}
Assert-That ("$disabled" -eq 'Disabled Disabled Disabled') 'DHCP is disabled on all three'
Assert-That (-not (Invoke-HostProgram $one ls /run/netns)) 'no namespace is left'
Assert-That (-not (Invoke-HostProgram $one ovs-vsctl list-ports br-int)) 'no port is left on br-int'
Assert-That (-not (Invoke-HostProgram $one find /var/lib/dhcpnet/dhcp -mindepth 1)) 'no file is left'
Assert-That (-not (Invoke-HostProgram $one sh -c 'busybox pidof dnsmasq || :')) 'no dnsmasq is left'
