# Two DHCP servers for one network, so that one may fail. Each host has a store of its own; the second's begins as a copy of the first's, in which both
# servers have their ports. So each knows the other's address, and tells clients of two DNS servers. Both know the same clients, so that it does not
# matter who answers.

$one = New-TestHost 'host1'
$two = New-TestHost 'host2'
Connect-TestHost $one $two

Show-Step 'The network, in the store of host1, with the ports of both servers; the store is copied to host2'
$ports = Invoke-OnHost $one {
    $null = New-DhcpNetwork blue -Subnet 10.20.0.0/24 -VlanTag 20
    $null = New-DhcpReservation blue fa:16:3e:00:00:10 10.20.0.50 -HostName vm1
    $null = New-DhcpReservation blue fa:16:3e:00:00:11 10.20.0.51 -HostName vm2
    foreach ($server in 'host1', 'host2') {
        $null = Set-DhcpConfiguration -HostName $server
        $port = New-DhcpPort blue
        "$server is $($port.FixedIps[0].IPAddress)"
    }
}
Assert-That ([string]::Join(', ', $ports) -eq 'host1 is 10.20.0.2, host2 is 10.20.0.3') 'each server has an address of its own'
$null = Invoke-HostProgram $one sh -c 'cp /var/lib/dhcpnet/dhcpnet.db* /shared/'
$null = Invoke-HostProgram $two sh -c 'mkdir -p -m 755 /var/lib/dhcpnet && cp /shared/dhcpnet.db* /var/lib/dhcpnet/'

Show-Step 'Both serve it'
$enable = { Enable-NetworkDhcp blue | ForEach-Object { "$($_.State) $($_.Port.FixedIps[0].IPAddress)" } }
Assert-That ((Invoke-OnHost $one $enable) -eq 'Enabled 10.20.0.2') 'host1 does, at 10.20.0.2'
Assert-That ((Invoke-OnHost $two $enable) -eq 'Enabled 10.20.0.3') 'host2 does, at 10.20.0.3'

Show-Step 'A client on each host, whoever answers it'
Add-Client $one 'vm1' 'fa:16:3e:00:00:10' 20
Add-Client $two 'vm2' 'fa:16:3e:00:00:11' 20
Assert-That ((Request-Address $two 'vm2').DnsServers -match '^10.20.0.2 10.20.0.3$|^10.20.0.3 10.20.0.2$') 'both are DNS servers'
foreach ($round in 1, 2, 3) {
    Assert-That ((Request-Address $one 'vm1').Address -eq '10.20.0.50/24') "vm1 has 10.20.0.50 ($round)"
    Assert-That ((Request-Address $two 'vm2').Address -eq '10.20.0.51/24') "vm2 has 10.20.0.51 ($round)"
}

Show-Step 'Each of them does answer'
$test = { Test-NetworkDhcp blue | ForEach-Object { "$($_.Result)"; $_.Problems } }
Assert-That ("$(Invoke-OnHost $one $test)" -eq 'Passed') 'the one on host1'
Assert-That ("$(Invoke-OnHost $two $test)" -eq 'Passed') 'the one on host2'

Stop-TestHost $one
$renewed = Request-Address $two 'vm2' -r 10.20.0.51
Assert-That ($renewed.Address -eq '10.20.0.51/24' -and $renewed.Server -eq '10.20.0.3') 'vm2 asks for its address again, and has it from host2'
Add-Client $two 'vm1' 'fa:16:3e:00:00:10' 20
Assert-That ((Request-Address $two 'vm1').Address -eq '10.20.0.50/24') 'vm1, which has moved to host2, has 10.20.0.50'
Assert-That ("$(Invoke-OnHost $two $test)" -match '^Failed .*10\.20\.0\.2') 'Test-NetworkDhcp tells that 10.20.0.2 is silent'
