# What each suite begins with, dot-sourced in its first BeforeAll so that the settings reach its tests.
Set-StrictMode -Version Latest
# An error that no test asks for fails the test.
$ErrorActionPreference = 'Stop'

Import-Module ($env:DHCPNET_MODULE ?? "$PSScriptRoot/../../artifacts/DhcpNet/DhcpNet.psd1")
Import-Module "$PSScriptRoot/World.psm1"
