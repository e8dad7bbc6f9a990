#!/usr/bin/env python3
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Project files for Visual Studio and the WDK, over the source lists of the meson.build files.

    make_projects.py            writes pvgpu.sln, pvgpu_kmd.vcxproj and pvgpu_umd.vcxproj beside this file
    make_projects.py --check    says which of them do not have meson's lists, and ends with status 1
    make_projects.py --build FOLDER   compares them with what a configured Windows build compiles

The compiler is clang-cl: the sources are GNU C. They are compiled against the WDK's own headers (DDI_USE_WDK).
"""
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, '../../..'))
KMD, UMD = '{6F0B9C57-2D53-4C80-9C3A-1E6B7A4D0F11}', '{B9E2C7A4-7B1D-4E0C-8A55-90C4F2D36E22}'
CPP = '{8BC9CEB8-8B4A-11D0-8D11-00A0C91BC942}'  # Visual Studio's project type for C and C++


def meson(folder):
    with open(os.path.join(ROOT, folder, 'meson.build'), encoding='utf-8') as f:
        return re.sub(r'#.*', '', f.read())


def c_files(folder, text):
    return [os.path.normpath(os.path.join(folder, n)).replace(os.sep, '/') for n in re.findall(r"'([\w./-]+\.c)'", text)]


def part(text, pattern):
    m = re.search(pattern, text, re.S)
    if not m:
        sys.exit(f'make_projects: the build has no {pattern}')
    return m.group(1)


def sources():
    """(kernel driver, user-mode driver): files from the root of the checkout."""
    k, u, p = meson('driver/kmd'), meson('driver/umd'), meson('protocol')
    kmd = c_files('driver/kmd', part(k, r'kmd_sources = files\((.*?)\)'))
    kmd += c_files('driver/kmd', part(k, r"executable\('pvgpu[\w-]*', kmd_sources,(.*?)(?:resources\.|name_suffix)"))
    umd = c_files('driver/umd', part(u, r'umd_src = files\((.*?)\)'))
    umd += c_files('driver/umd', part(u, r'umd_src \+= windows \? files\((.*?)\)'))
    umd += c_files('protocol', part(p, r"static_library\('pvgpu-protocol',(.*?)include_directories"))
    return sorted(kmd), sorted(umd)


def resources():
    """Version resources of both drivers: {platform: file}, and what the build defines for them."""
    text = meson('.')
    number = [int(n) for n in part(text, r"version: '([\d.]+)'").split('.')]
    prefix = part(text, r"driver_version = '([\d.]+)@0@\.@1@'")
    version = '%s%d.%d' % (prefix, number[0] * 1000 + number[1], number[2])
    kmd = part(meson('driver/kmd'), r"compile_resources\('([\w.]+)'")
    names = re.search(r"umd_name = .* \? '(\w+)' : '(\w+)'", meson('driver/umd'))
    umd = {'Win32': 'driver/umd/%s.rc' % names.group(1), 'x64': 'driver/umd/%s.rc' % names.group(2)}
    return {'x64': 'driver/kmd/' + kmd}, umd, ['PVGPU_RC_VERSION=' + version, 'PVGPU_RC_NUMBERS=' + version.replace('.', ',')]


def backslashes(path):
    return path.replace('/', '\\')


def project(name, guid, files, rc, rc_defines, kind, toolset, platforms, properties, includes, defines, target, libraries, more=''):
    up = '$(SolutionDir)..\\..\\..\\'
    configurations = [(c, p) for p in platforms for c in ('Debug', 'Release')]
    out = ['<?xml version="1.0" encoding="utf-8"?>',
           f'<!-- SPDX-License-Identifier: MIT OR Apache-2.0. Written by make_projects.py from the meson.build files. -->',
           '<Project DefaultTargets="Build" xmlns="http://schemas.microsoft.com/developer/msbuild/2003">',
           '  <ItemGroup Label="ProjectConfigurations">']
    for c, p in configurations:
        out += [f'    <ProjectConfiguration Include="{c}|{p}">', f'      <Configuration>{c}</Configuration>', f'      <Platform>{p}</Platform>',
                '    </ProjectConfiguration>']
    out += ['  </ItemGroup>', '  <PropertyGroup Label="Globals">', f'    <ProjectGuid>{guid}</ProjectGuid>', f'    <RootNamespace>{name}</RootNamespace>',
            '    <TargetVersion>Windows10</TargetVersion>', '  </PropertyGroup>', '  <Import Project="$(VCTargetsPath)\\Microsoft.Cpp.Default.props" />',
            '  <PropertyGroup Label="Configuration">', f'    <ConfigurationType>{kind}</ConfigurationType>', f'    <PlatformToolset>{toolset}</PlatformToolset>',
            "    <UseDebugLibraries Condition=\"'$(Configuration)'=='Debug'\">true</UseDebugLibraries>"]
    out += [f'    {x}' for x in properties]
    out += ['  </PropertyGroup>', '  <Import Project="$(VCTargetsPath)\\Microsoft.Cpp.props" />', '  <PropertyGroup>']
    out += [f"    <TargetName Condition=\"'$(Platform)'=='{p}'\">{t}</TargetName>" for p, t in target.items()]
    out += [f'    <OutDir>$(SolutionDir)out\\$(Platform)\\$(Configuration)\\</OutDir>', f'    <IntDir>$(OutDir){name}\\</IntDir>']
    out += ['  </PropertyGroup>', '  <ItemDefinitionGroup>', '    <ClCompile>',
            f'      <AdditionalIncludeDirectories>{";".join(up + backslashes(i) for i in includes)}'
            ';%(AdditionalIncludeDirectories)</AdditionalIncludeDirectories>',
            f'      <PreprocessorDefinitions>{";".join(defines)};%(PreprocessorDefinitions)</PreprocessorDefinitions>',
            '      <CompileAs>CompileAsC</CompileAs>', '      <AdditionalOptions>/clang:-std=gnu11 /clang:-fno-strict-aliasing %(AdditionalOptions)</AdditionalOptions>',
            '      <WarningLevel>Level3</WarningLevel>', '    </ClCompile>', '    <ResourceCompile>',
            f'      <AdditionalIncludeDirectories>{up}cross;%(AdditionalIncludeDirectories)</AdditionalIncludeDirectories>',
            f'      <PreprocessorDefinitions>{";".join(rc_defines)};%(PreprocessorDefinitions)</PreprocessorDefinitions>',
            '    </ResourceCompile>', '    <Link>',
            f'      <AdditionalDependencies>{";".join(libraries)};%(AdditionalDependencies)</AdditionalDependencies>', more, '    </Link>',
            '  </ItemDefinitionGroup>', '  <ItemGroup>']
    out += [f'    <ClCompile Include="{backslashes("../../../" + f)}" />' for f in files]
    out += ['  </ItemGroup>', '  <ItemGroup>']
    for p, f in rc.items():
        out.append(f'    <ResourceCompile Include="{backslashes("../../../" + f)}">')
        out += [f"      <ExcludedFromBuild Condition=\"'$(Platform)'=='{o}'\">true</ExcludedFromBuild>" for o in rc if o != p]
        out.append('    </ResourceCompile>')
    out += ['  </ItemGroup>', '  <Import Project="$(VCTargetsPath)\\Microsoft.Cpp.targets" />', '</Project>', '']
    return '\n'.join(line for line in out if line.strip() or line == '')


def solution():
    out = ['', 'Microsoft Visual Studio Solution File, Format Version 12.00', '# Visual Studio Version 17']
    for name, guid in (('pvgpu_kmd', KMD), ('pvgpu_umd', UMD)):
        out += [f'Project("{CPP}") = "{name}", "{name}.vcxproj", "{guid}"', 'EndProject']
    pairs = [(c, p) for c in ('Debug', 'Release') for p in ('Win32', 'x64')]
    out += ['Global', '\tGlobalSection(SolutionConfigurationPlatforms) = preSolution'] + [f'\t\t{c}|{p} = {c}|{p}' for c, p in pairs]
    out += ['\tEndGlobalSection', '\tGlobalSection(ProjectConfigurationPlatforms) = postSolution']
    for guid in (KMD, UMD):
        for c, p in pairs:
            # Windows has no 32-bit kernel driver of ours: a Win32 build makes the user-mode driver only.
            out.append(f'\t\t{guid}.{c}|{p}.ActiveCfg = {c}|{"x64" if guid == KMD else p}')
            if guid != KMD or p == 'x64':
                out.append(f'\t\t{guid}.{c}|{p}.Build.0 = {c}|{p}')
    return '\n'.join(out + ['\tEndGlobalSection', 'EndGlobal', ''])


INCLUDES = {'kmd': ['driver/kmd', 'driver/common', 'driver/ddi/include', 'protocol'],
            'umd': ['driver/umd', 'driver/common', 'driver/ddi/include', 'protocol']}
DEFINES = {'kmd': ['DDI_KERNEL=1', 'PVK_SYS=1', 'DDI_USE_WDK=1'], 'umd': ['WIN32_LEAN_AND_MEAN', '_WIN32_WINNT=0x0A00', 'DDI_USE_WDK=1']}


def unit(what):
    """(sources, include folders, macros) of one driver, for who else compiles it."""
    return sources()[what == 'umd'], INCLUDES[what], DEFINES[what]


def files():
    kmd, umd = sources()
    kmd_rc, umd_rc, rc_defines = resources()
    clang = ['<CLToolExe>clang-cl.exe</CLToolExe>', '<CLToolPath>$(LLVMInstallDir)\\bin</CLToolPath>']
    return {
        'pvgpu.sln': solution(),
        'pvgpu_kmd.vcxproj': project(
            'pvgpu_kmd', KMD, kmd, kmd_rc, rc_defines, 'Driver', 'WindowsKernelModeDriver10.0', ['x64'],
            ['<DriverType>WDM</DriverType>', '<DriverTargetPlatform>Desktop</DriverTargetPlatform>', '<SignMode>Off</SignMode>'] + clang,
            INCLUDES['kmd'], DEFINES['kmd'],
            {'x64': 'pvgpu'}, ['ntoskrnl.lib', 'hal.lib'], '      <EntryPointSymbol>DriverEntry</EntryPointSymbol>'),
        'pvgpu_umd.vcxproj': project(
            'pvgpu_umd', UMD, umd, umd_rc, rc_defines, 'DynamicLibrary', 'ClangCL', ['Win32', 'x64'], [],
            INCLUDES['umd'], DEFINES['umd'],
            {'Win32': 'pvgpu_umd32', 'x64': 'pvgpu_umd'}, [],
            '      <ModuleDefinitionFile>$(SolutionDir)..\\..\\umd\\umd.def</ModuleDefinitionFile>'),
    }


def of_project(name, platform):
    """What MSBuild compiles for a platform, from the file itself."""
    with open(os.path.join(HERE, name), encoding='utf-8') as f:
        text = f.read()
    out = set()
    for path, rest in re.findall(r'<(?:Cl|Resource)Compile Include="([^"]+)"(?: />|>(.*?)</ResourceCompile>)', text, re.S):
        if f"'=='{platform}'\">true</ExcludedFromBuild>" not in rest:
            out.add(os.path.relpath(os.path.join(HERE, path.replace('\\', '/')), ROOT))
    return out


def of_build(folder, targets):
    """What a configured build compiles for some of its targets."""
    with open(os.path.join(folder, 'meson-info/intro-targets.json'), encoding='utf-8') as f:
        known = {t['name']: t for t in json.load(f)}
    out = set()
    for name in targets:
        if name not in known:
            return None
        for s in known[name]['target_sources']:
            # meson names a resource's file without the folder that it was named in.
            here = os.path.dirname(known[name]['defined_in'])
            out |= {os.path.realpath(os.path.join(here, os.path.basename(p)) if p.endswith('.rc') else p)
                    for p in s.get('sources', []) if p.endswith(('.c', '.rc'))}
    root = os.path.realpath(ROOT)
    return {os.path.relpath(p, root) for p in out}


def compare(folder):
    """The projects against a configured Windows build."""
    platform = 'x64' if of_build(folder, ['pvgpu-linked']) else 'Win32'
    units = [('pvgpu_umd.vcxproj', ['pvgpu-umd', 'pvgpu-protocol', 'pvgpu_umd.rc' if platform == 'x64' else 'pvgpu_umd32.rc'])]
    if platform == 'x64':
        units.append(('pvgpu_kmd.vcxproj', ['pvgpu-linked', 'pvgpu.rc']))
    bad = 0
    for name, targets in units:
        want, have = of_build(folder, targets), of_project(name, platform)
        if want is None:
            sys.exit(f'make_projects: the build has not all of {", ".join(targets)}')
        for f in sorted(want ^ have):
            bad = 1
            print(f'{name}: {f} is in the {"build" if f in want else "project"} only ({platform})')
        print(f'{name}: {len(have)} files for {platform}')
    return bad


def main():
    if sys.argv[1:2] == ['--build']:
        return compare(sys.argv[2])
    bad = 0
    for name, text in files().items():
        path = os.path.join(HERE, name)
        data = text.replace('\n', '\r\n').encode()
        if sys.argv[1:] == ['--check']:
            with open(path, 'rb') as f:
                if f.read() != data:
                    print(f'{name} is not what driver/package/windows/make_projects.py writes: run it')
                    bad = 1
        else:
            with open(path, 'wb') as f:
                f.write(data)
    return bad


if __name__ == '__main__':
    sys.exit(main())
