# SPDX-License-Identifier: MIT OR Apache-2.0
#
# uninstall.ps1 - removes every version of the driver package, and the test certificates that install.ps1 added. The device
# gets the Microsoft Basic Display Adapter. Test mode stays as it is.
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot 'PvgpuPackage.psm1') -Force

Assert-Administrator
Assert-Windows
$packages = @(Get-PvgpuPackage)
$restart = $false
foreach ($p in $packages) {
    if ((Invoke-PnpUtil '/delete-driver', $p.Driver, '/uninstall', '/force') -eq 'restart') { $restart = $true }
    Write-Host "removed version $($p.Version)"
}
if (Test-Path $PreviousFolder) { Remove-Item -Recurse -Force (Split-Path $PreviousFolder) }
foreach ($store in 'Root', 'TrustedPublisher') {
    Get-ChildItem "Cert:\LocalMachine\$store" | Where-Object { $_.Subject -eq 'CN=PVGPU test signing' -and $_.Issuer -eq $_.Subject } | Remove-Item
}
if (-not $packages) { Stop-Pvgpu 'no version of the driver is installed' }
if ($restart) { Write-Host 'restart Windows to finish' }
