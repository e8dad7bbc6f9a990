# SPDX-License-Identifier: MIT OR Apache-2.0
#
# sign-test.ps1 [-Driver FOLDER] - makes the catalog of the package and test-signs catalog and binaries with a certificate
# of this user, which is made the first time (install/test-signing-driver-packages). Needs the Windows Driver Kit for
# Inf2Cat and SignTool. For test machines only: Windows loads the result in test mode.
param([string]$Driver = (Join-Path $PSScriptRoot 'driver'))
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot 'PvgpuPackage.psm1') -Force

function Find-Tool([string]$Name, [string]$From) {
    $found = Get-Command $Name -ErrorAction SilentlyContinue
    if ($found) { return $found.Source }
    $kits = "${env:ProgramFiles(x86)}\Windows Kits\10\bin"
    $found = Get-ChildItem -Path $kits -Recurse -Filter $Name -ErrorAction SilentlyContinue | Sort-Object FullName -Descending |
        Where-Object { $_.FullName -match '\\(x64|x86)\\' } | Select-Object -First 1
    if (-not $found) { Stop-Pvgpu "$Name is not on this machine: install $From" }
    return $found.FullName
}

function Invoke-Tool([string]$Tool, [string[]]$Arguments) {
    $said = & $Tool @Arguments 2>&1
    if ($LASTEXITCODE -ne 0) {
        $said | ForEach-Object { [Console]::Error.WriteLine($_) }
        Stop-Pvgpu "$(Split-Path -Leaf $Tool) ended with status $LASTEXITCODE"
    }
}

if (-not (Test-Path (Join-Path $Driver 'pvgpu.inf'))) { Stop-Pvgpu "no pvgpu.inf in ${Driver}: name the package's folder with -Driver" }
$inf2cat = Find-Tool 'inf2cat.exe' 'the Windows Driver Kit'
$signtool = Find-Tool 'signtool.exe' 'the Windows SDK'

$subject = 'CN=PVGPU test signing'
$certificate = Get-ChildItem Cert:\CurrentUser\My -CodeSigningCert | Where-Object { $_.Subject -eq $subject -and $_.NotAfter -gt (Get-Date) } |
    Select-Object -First 1
if (-not $certificate) {
    $certificate = New-SelfSignedCertificate -Type CodeSigningCert -Subject $subject -CertStoreLocation Cert:\CurrentUser\My
}
foreach ($f in 'pvgpu.sys', 'pvgpu_umd.dll', 'pvgpu_umd32.dll') {
    Invoke-Tool $signtool 'sign', '/fd', 'sha256', '/sha1', $certificate.Thumbprint, (Join-Path $Driver $f)
}
# Made afresh, from the signed binaries: Inf2Cat does not mend a catalog that is there.
$cat = Join-Path $Driver 'pvgpu.cat'
if (Test-Path $cat) { Remove-Item $cat }
Invoke-Tool $inf2cat "/driver:$Driver", '/os:10_RS3_X64,10_RS5_X64,10_VB_X64,10_CO_X64,10_NI_X64,10_GE_X64', '/uselocaltime'
Invoke-Tool $signtool 'sign', '/fd', 'sha256', '/sha1', $certificate.Thumbprint, $cat
Write-Host "signed $Driver with the certificate $($certificate.Thumbprint) of this user"
