# Runs the Pester suites on a host. Each brings an Open vSwitch of its own, so that the host's gives its bridge up.
$ErrorActionPreference = 'Stop'
& ovs-vsctl del-br br-int
& /opt/dhcpnet/tests/Pester/run.ps1 -Report /shared/Pester.txt -Pester /opt/pester/Pester.psd1
