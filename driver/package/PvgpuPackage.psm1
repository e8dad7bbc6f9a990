# SPDX-License-Identifier: MIT OR Apache-2.0
#
# PvgpuPackage.psm1 - what install.ps1, rollback.ps1, uninstall.ps1 and sign-test.ps1 share. Windows PowerShell 5.1 and
# later. A condition that is not met ends the script with one line that says what is wrong and what to do, status 1.
# The commands are those of Microsoft's documentation: PnPUtil (devtest/pnputil-command-syntax, pnputil-return-values),
# BCDEdit (install/the-testsigning-boot-configuration-option), Inf2Cat, SignTool (install/test-signing-driver-packages).

$script:HardwareId = 'PCI\VEN_1AF4&DEV_10F0'
$script:PreviousFolder = Join-Path $env:ProgramData 'PVGPU\previous'
# Directory id 13 for display drivers (develop/run-from-driver-store).
$script:OldestBuild = 16299

function Stop-Pvgpu([string]$Message) {
    [Console]::Error.WriteLine("pvgpu: $Message")
    exit 1
}

function Assert-Administrator {
    $me = New-Object Security.Principal.WindowsPrincipal ([Security.Principal.WindowsIdentity]::GetCurrent())
    if (-not $me.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) {
        Stop-Pvgpu 'this needs administrator rights: start PowerShell with "Run as administrator" and run it again'
    }
}

function Assert-Windows {
    $build = [Environment]::OSVersion.Version.Build
    if ($env:PROCESSOR_ARCHITECTURE -eq 'ARM64' -or $env:PROCESSOR_ARCHITEW6432 -eq 'ARM64') {
        Stop-Pvgpu 'this is Windows on Arm, and the driver is for x64: install x64 Windows in the virtual machine'
    }
    if (-not [Environment]::Is64BitOperatingSystem) {
        Stop-Pvgpu 'this is 32-bit Windows, and the driver is for x64: install x64 Windows in the virtual machine'
    }
    if (-not [Environment]::Is64BitProcess) {
        Stop-Pvgpu 'this is the 32-bit PowerShell: start the 64-bit one (not the one named "(x86)")'
    }
    if ([Environment]::OSVersion.Version.Major -lt 10 -or $build -lt $script:OldestBuild) {
        Stop-Pvgpu "this is Windows build $build, and the driver needs Windows 10 version 1709 (build $($script:OldestBuild)) or later"
    }
}

# NtQuerySystemInformation, SystemCodeIntegrityInformation: 0x02 is CODEINTEGRITY_OPTION_TESTSIGN (what runs now, not
# what is set for the next start).
function Test-TestSigning {
    if (-not ('Pvgpu.Native' -as [type])) {
        Add-Type -Namespace Pvgpu -Name Native -MemberDefinition @'
[DllImport("ntdll.dll")] public static extern int NtQuerySystemInformation(int infoClass, uint[] info, int size, out int returned);
'@
    }
    $info = [uint32[]](8, 0)
    $returned = 0
    $status = [Pvgpu.Native]::NtQuerySystemInformation(103, $info, 8, [ref]$returned)
    return $status -eq 0 -and ($info[1] -band 2) -ne 0
}

function Test-SecureBoot {
    # Throws on a machine that starts from a BIOS: no Secure Boot there.
    try { return [bool](Confirm-SecureBootUEFI -ErrorAction Stop) } catch { return $false }
}

function Get-PvgpuDevice {
    Get-PnpDevice -PresentOnly -ErrorAction SilentlyContinue | Where-Object { $_.InstanceId -like "$($script:HardwareId)*" }
}

function Assert-Device {
    if (-not (Get-PvgpuDevice)) {
        Stop-Pvgpu "no device $($script:HardwareId) here: start the virtual machine with -device pvgpu (docs/install-windows.md)"
    }
}

# The packages of pvgpu.inf in the driver store, newest version first.
function Get-PvgpuPackage {
    Get-WindowsDriver -Online -ErrorAction Stop |
        Where-Object { (Split-Path -Leaf $_.OriginalFileName) -eq 'pvgpu.inf' } |
        Sort-Object -Property { [version]$_.Version } -Descending
}

# Runs PnPUtil and says with what it ended: 'done', 'restart' or 'nothing'; anything else ends the script.
function Invoke-PnpUtil([string[]]$Arguments) {
    $said = & "$env:windir\System32\pnputil.exe" @Arguments 2>&1
    $status = $LASTEXITCODE
    switch ($status) {
        0 { return 'done' }
        3010 { return 'restart' }
        259 { return 'nothing' }
    }
    $said | ForEach-Object { [Console]::Error.WriteLine($_) }
    Stop-Pvgpu "pnputil $($Arguments -join ' ') ended with status $status; see $env:windir\INF\setupapi.dev.log"
}

# What Device Manager says of the device: 0 is no problem (DEVPKEY_Device_ProblemCode).
function Show-PvgpuDevice {
    foreach ($d in Get-PvgpuDevice) {
        $code = (Get-PnpDeviceProperty -InstanceId $d.InstanceId -KeyName DEVPKEY_Device_ProblemCode -ErrorAction SilentlyContinue).Data
        $version = (Get-PnpDeviceProperty -InstanceId $d.InstanceId -KeyName DEVPKEY_Device_DriverVersion -ErrorAction SilentlyContinue).Data
        $state = if ($code) { "problem code $code" } else { 'works' }
        Write-Host "$($d.FriendlyName): driver $version, $state"
    }
}

Export-ModuleMember -Function * -Variable HardwareId, PreviousFolder
