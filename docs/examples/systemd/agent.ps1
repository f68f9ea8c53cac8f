# What dhcpnet-agent.service runs: the agent of an OpenStack node. For networks of the embedded store, leave Connect-DhcpPlugin out.
$ErrorActionPreference = 'Stop'
Import-Module DhcpNet
$null = Connect-DhcpPlugin -TransportUrlFile /etc/dhcpnet/transport-url
# The journal gets a line for each event.
Watch-NetworkDhcp | ForEach-Object { "$($_.Kind) $($_.Network) $($_.Done) $($_.Reason)" }
