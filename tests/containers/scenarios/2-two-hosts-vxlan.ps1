# Two hosts joined by a VXLAN tunnel. DHCP is served on the first; clients on both have their addresses from it.

$one = New-TestHost 'host1'
$two = New-TestHost 'host2'
Connect-TestHost $one $two

Show-Step 'A network on a VLAN, served on host1'
$enabled = Invoke-OnHost $one {
    $null = New-DhcpNetwork blue -Subnet 10.20.0.0/24 -VlanTag 20 -Mtu 1450
    $null = New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.50 -HostName vm1
    $null = New-DhcpReservation blue fa:16:3e:00:00:11 10.20.0.51 -HostName vm2
    Enable-NetworkDhcp blue | ForEach-Object { "$($_.State)" }
}
Assert-That ($enabled -eq 'Enabled') 'DHCP is enabled'

Show-Step 'A client on each host'
Add-Client $one 'vm1' 'fa:16:3e:00:00:10' 20
Add-Client $two 'vm2' 'fa:16:3e:00:00:11' 20
$near = Request-Address $one 'vm1'
$far = Request-Address $two 'vm2'
Assert-That ($near.Address -eq '10.20.0.50/24') 'the client on host1 has 10.20.0.50'
Assert-That ($far.Address -eq '10.20.0.51/24') 'the client on host2 has 10.20.0.51'
Assert-That ($far.Server -eq $near.Server) 'both from the server on host1'

Show-Step 'Names, through the tunnel'
Assert-That ((Resolve-Name $two 'vm2' 'vm1.openstacklocal' $far.Server) -eq '10.20.0.50') 'the client on host2 finds vm1 by name'
$null = Invoke-HostProgram $two ip netns exec vm2 busybox ping -c 1 -W 20 10.20.0.50
Assert-That $true 'and reaches it'

Show-Step 'A client that host1 learns of while it serves'
$null = Invoke-OnHost $one { $null = New-DhcpReservation blue fa:16:3e:00:00:12 10.20.0.52 -Update }
Add-Client $two 'vm3' 'fa:16:3e:00:00:12' 20
Assert-That ((Request-Address $two 'vm3').Address -eq '10.20.0.52/24') 'it has its address on host2 at once'

Show-Step 'Undo'
Assert-That ((Invoke-OnHost $one { Disable-NetworkDhcp blue -Force | ForEach-Object { "$($_.State)" } }) -eq 'Disabled') 'DHCP is disabled'
$status = Invoke-HostProgram $two sh -c '/opt/dhcpnet/tests/containers/client.sh ask vm2 -t 2 >/dev/null 2>&1; echo $?'
Assert-That ($status -ne '0') 'nobody answers any more'
