# SPDX-License-Identifier: MIT OR Apache-2.0
#
# rollback.ps1 - goes back to the driver package that install.ps1 replaced.
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot 'PvgpuPackage.psm1') -Force

Assert-Administrator
Assert-Windows
$inf = Get-ChildItem -Recurse -Path $PreviousFolder -Filter pvgpu.inf -ErrorAction SilentlyContinue | Select-Object -First 1
if (-not $inf) { Stop-Pvgpu 'no earlier version was kept: uninstall.ps1 goes back to the Microsoft Basic Display Adapter' }
Assert-Device
$restart = $false
# The newer package would win again (install/how-windows-ranks-driver-packages), so it goes first.
foreach ($p in Get-PvgpuPackage) {
    if ((Invoke-PnpUtil '/delete-driver', $p.Driver, '/uninstall', '/force') -eq 'restart') { $restart = $true }
}
if ((Invoke-PnpUtil '/add-driver', $inf.FullName, '/install') -eq 'restart') { $restart = $true }
Remove-Item -Recurse -Force $PreviousFolder
Write-Host ('went back' + $(if ($restart) { '; restart Windows to finish' }))
Show-PvgpuDevice
