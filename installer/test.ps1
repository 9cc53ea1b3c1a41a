# Sets up like run.ps1, with the tools of the tests, and then:
#   installer\test.ps1            lint, format, types, import contracts, dead code, dependencies, all but long tests
#   installer\test.ps1 soak       the long runs
#   installer\test.ps1 bench      the benchmarks at full size
#   installer\test.ps1 screens    a picture of every page
#   installer\test.ps1 WORD...    pytest with these words, nothing else
# Start it with: powershell -ExecutionPolicy Bypass -File installer\test.ps1
# Ends with pytest's exit code; when pytest passes and a check before it failed, with 1. The programs that some tests
# hold against ours (age, openssl, pdftotext) are not installed here; put them on the PATH.
$ErrorActionPreference = 'Stop'
$Root = Split-Path -Parent $PSScriptRoot
. (Join-Path $PSScriptRoot 'setup.ps1')

Set-Up test
Set-Location -LiteralPath $Root
$env:QT_QPA_PLATFORM = 'offscreen'
$env:PYRIGHT_PYTHON_IGNORE_WARNINGS = '1'
$rest = @($args | Select-Object -Skip 1)

if ($args.Count -gt 0) {
    switch -CaseSensitive ($args[0]) {
        'soak' { & $Python -m pytest -m soak @rest }
        'bench' { $env:CHIBO_BENCH_FULL = '1'; & $Python -m pytest -m bench @rest }
        'screens' { & $Python -m pytest -m screens @rest }
        default { & $Python -m pytest @args }
    }
    exit $LASTEXITCODE
}

$failed = @()
function Invoke-Check([string] $Name, [string[]] $Words) {
    Say "== $Name"
    $watch = [Diagnostics.Stopwatch]::StartNew()
    & $Python @Words | Out-Host
    if ($LASTEXITCODE -ne 0) { $script:failed += $Name }
    Say ('== {0}: {1} s' -f $Name, [int] $watch.Elapsed.TotalSeconds)
}

Invoke-Check 'lint' @('-m', 'ruff', 'check', '.')
Invoke-Check 'format' @('-m', 'ruff', 'format', '--check', '.')
Invoke-Check 'types' @('-m', 'pyright')
Invoke-Check 'imports' @('-c', 'from importlinter.cli import lint_imports_command; lint_imports_command()')
Invoke-Check 'dead code' @('-m', 'vulture')
Invoke-Check 'dependencies' @('-m', 'deptry', '.')

if ($failed.Count -gt 0) { Say ('== not passed: ' + ($failed -join ', ')) }
Say '== tests'
& $Python -m pytest -n 2 --benchmark-disable -m 'not soak'
$outcome = $LASTEXITCODE
if ($outcome -eq 0 -and $failed.Count -gt 0) { $outcome = 1 }
exit $outcome
