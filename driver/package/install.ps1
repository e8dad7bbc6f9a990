# SPDX-License-Identifier: MIT OR Apache-2.0
#
# install.ps1 [-Driver FOLDER] [-NoDevice] - installs the driver package, or replaces an older one (upgrade). The package
# that was installed before is kept for rollback.ps1. -NoDevice puts it into the driver store although no device is there.
param([string]$Driver = (Join-Path $PSScriptRoot 'driver'), [switch]$NoDevice)
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot 'PvgpuPackage.psm1') -Force

Assert-Administrator
Assert-Windows
$inf = Join-Path $Driver 'pvgpu.inf'
$cat = Join-Path $Driver 'pvgpu.cat'
if (-not (Test-Path $inf)) { Stop-Pvgpu "$inf is not there: name the package's folder with -Driver" }
foreach ($f in 'pvgpu.sys', 'pvgpu_umd.dll', 'pvgpu_umd32.dll') {
    if (-not (Test-Path (Join-Path $Driver $f))) { Stop-Pvgpu "the package in $Driver has no ${f}: unpack the archive again" }
}
if (-not (Test-Path $cat)) {
    Stop-Pvgpu "the package in $Driver has no catalog: run sign-test.ps1 on a machine with the WDK first (docs/install-windows.md)"
}

# A catalog that is signed by a certification authority that Windows knows needs none of what follows.
$signature = Get-AuthenticodeSignature $cat
if (-not $signature.SignerCertificate) { Stop-Pvgpu 'pvgpu.cat is not signed: run sign-test.ps1' }
$test = $signature.SignerCertificate.Subject -eq $signature.SignerCertificate.Issuer
if ($test) {
    if (Test-SecureBoot) {
        Stop-Pvgpu 'Secure Boot is on, and Windows loads no test-signed driver then: turn it off in the virtual machine''s firmware'
    }
    if (-not (Test-TestSigning)) {
        Stop-Pvgpu 'test mode is off: run "bcdedit -set TESTSIGNING ON" as administrator, restart, and run this again'
    }
    foreach ($store in 'Root', 'TrustedPublisher') {
        if (-not (Get-ChildItem "Cert:\LocalMachine\$store" | Where-Object Thumbprint -eq $signature.SignerCertificate.Thumbprint)) {
            $s = New-Object Security.Cryptography.X509Certificates.X509Store ($store, 'LocalMachine')
            $s.Open('ReadWrite'); $s.Add($signature.SignerCertificate); $s.Close()
        }
    }
}
# A file that is not the one that was signed: the device would get code 39 (install/cm-prob-driver-failed-load). PnPUtil holds the
# INF file against the catalog by itself.
foreach ($f in 'pvgpu.cat', 'pvgpu.sys', 'pvgpu_umd.dll', 'pvgpu_umd32.dll') {
    if ((Get-AuthenticodeSignature (Join-Path $Driver $f)).Status -eq 'HashMismatch') {
        Stop-Pvgpu "$f was changed after it was signed: unpack the archive again, or run sign-test.ps1"
    }
}
if (-not $NoDevice) { Assert-Device }

$before = @(Get-PvgpuPackage)
if ($before) {
    if (Test-Path $PreviousFolder) { Remove-Item -Recurse -Force $PreviousFolder }
    New-Item -ItemType Directory -Force $PreviousFolder | Out-Null
    [void](Invoke-PnpUtil '/export-driver', $before[0].Driver, $PreviousFolder)
    Write-Host "kept version $($before[0].Version) for rollback.ps1"
}
switch (Invoke-PnpUtil '/add-driver', $inf, '/install') {
    'done' { Write-Host 'installed' }
    'restart' { Write-Host 'installed; restart Windows to finish' }
    'nothing' {
        if ($NoDevice) { Write-Host 'the package is in the driver store' }
        else { Stop-Pvgpu 'the device keeps a driver that Windows holds to be better: uninstall.ps1 removes it' }
    }
}
Show-PvgpuDevice
