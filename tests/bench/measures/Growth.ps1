# One more reservation on a network that has many: from the command to the client's lease. What a change costs that is not an addition, so
# that dnsmasq has to read all again, stands beside it.
function Measure-Growth($world, [int[]] $sizes, [int] $rounds) {
    $reference = $null
    $results = foreach ($size in $sizes) {
        $client = New-Client $world
        try {
            $network = New-LargeNetwork $size
            $commands = [double[]]::new($rounds)
            $leases = [double[]]::new($rounds)
            for ($i = 0; $i -lt $rounds; $i++) {
                $mac = 'fa:16:3e:ff:{0:x2}:{1:x2}' -f [int] [Math]::Floor($size / 100), $i
                Set-ClientMac $client $mac
                $watch = [Diagnostics.Stopwatch]::StartNew()
                $port = New-DhcpReservation $network $mac -Update
                $commands[$i] = $watch.Elapsed.TotalMilliseconds
                Get-Lease $client
                $leases[$i] = $watch.Elapsed.TotalMilliseconds
            }
            $change = Measure-Time { $null = Remove-DhcpReservation $port -Force -Update }
            $lease = Get-Median $leases
            if ($null -eq $reference) { $reference = $lease }
            New-Result "New-DhcpReservation -Update, of $size reservations" $rounds (Get-Median $commands) 'ms' $null $null
            New-Result "... until its client has the lease" $rounds $lease 'ms' $reference 1.5
            New-Result "Remove-DhcpReservation -Update, of $size" 1 $change 'ms' $null $null
            Remove-BenchNetwork $network
        }
        finally {
            Remove-Client $world $client
        }
    }
    $results
}

function New-LargeNetwork([int] $size) {
    $network = New-DhcpNetwork "growth$size" -Subnet 10.128.0.0/16
    for ($i = 0; $i -lt $size; $i++) { $null = New-DhcpReservation $network ('fa:16:3e:10:{0:x2}:{1:x2}' -f ($i -shr 8), ($i -band 255)) -HostName "vm$i" }
    $null = Enable-NetworkDhcp $network
    # The port that it made is a change of the network, too.
    $null = Update-NetworkDhcp $network
    Wait-Answer $network
    $network
}

# dnsmasq is there before it has read its files.
function Wait-Answer($network) {
    $server = (Get-TapAddress $network).Addresses[0].Split('/')[0]
    for ($i = 0; $i -lt 120; $i++) {
        # It fails for want of an IPv6 address all the same.
        $answer = & ip netns exec "qdhcp-$($network.Id)" busybox nslookup vm1.openstacklocal $server 2>&1
        if ("$answer" -like '*Name:*vm1.openstacklocal*') { return }
        [Threading.Thread]::Sleep(250)
    }
    throw "The dnsmasq of network $($network.Name) does not answer."
}
