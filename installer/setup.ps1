# What run.ps1 and test.ps1 have in common: .venv from a lock file with hashes. Dot-sourced, with $Root set to the
# project's folder. Works from Windows PowerShell 5.1 on; this file stays in ASCII, which 5.1 reads in every code page.
# Whatever it says goes to standard error: standard output belongs to the program. Qt's libraries come with its package,
# and Windows brings Times New Roman.

$Venv = Join-Path $Root '.venv'
$Python = Join-Path $Venv 'Scripts\python.exe'
$env:PYTHONUTF8 = '1'

function Say([string] $Sentence) { [Console]::Error.WriteLine($Sentence) }

function Stop-SetUp([string] $Sentence) {
    Say "Stopped: $Sentence"
    exit 1
}

# A line that changes with the locks, with this file and with the Python that .venv stands on; empty without .venv.
function Get-StampKey {
    $settings = Join-Path $Venv 'pyvenv.cfg'
    if (-not ((Test-Path -LiteralPath $Python) -and (Test-Path -LiteralPath $settings))) { return '' }
    $line = Get-Content -LiteralPath $settings -Encoding UTF8 | Where-Object { $_ -match '^home\s*=' }
    $base = $line -replace '^home\s*=\s*', ''
    if (-not (Test-Path -LiteralPath (Join-Path $base 'python.exe'))) { return '' }
    $hashes = foreach ($name in 'setup.ps1', 'requirements.lock', 'requirements-solver.lock', 'requirements-test.lock') {
        (Get-FileHash -Algorithm SHA256 -LiteralPath (Join-Path $Root "installer\$name")).Hash
    }
    return ($hashes -join ' ') + ' ' + $base
}

function Test-Stamp([string] $Kind) {
    $stamp = Join-Path $Venv ".python-$Kind"
    $key = Get-StampKey
    return ($key -ne '') -and (Test-Path -LiteralPath $stamp) -and
        ([IO.File]::ReadAllText($stamp).Trim() -eq $key)
}

# The command of a Python that fits, as a list of words; the Store's placeholder named python.exe fails the question.
function Find-Python {
    $ErrorActionPreference = 'Continue'  # 5.1 takes a program's standard error for a reason to stop
    $question = 'import sys; sys.exit(sys.version_info < (3, 11))'
    foreach ($words in @('py', '-3.13'), @('py', '-3.12'), @('py', '-3.11'), @('python'), @('py', '-3')) {
        if (-not (Get-Command $words[0] -ErrorAction SilentlyContinue)) { continue }
        $rest = @($words | Select-Object -Skip 1)
        & $words[0] @rest -c $question 2>$null | Out-Null
        if ($LASTEXITCODE -eq 0) { return $words }
    }
}

function New-Venv {
    $words = @(Find-Python)
    if ($words.Count -eq 0) {
        Stop-SetUp 'Python 3.11 or later is needed. Install it for this user, with its launcher "py".'
    }
    Say ('Making .venv with ' + ($words -join ' '))
    $rest = @($words | Select-Object -Skip 1)
    & $words[0] @rest -m venv --clear $Venv | Out-Null
    if ($LASTEXITCODE -ne 0) { Stop-SetUp "the folder $Venv could not be made." }
}

# Set-Up run|test: says nothing when everything is there. A .venv without a stamp was interrupted, and is made anew.
# Who once asked for the solver (CHIBO_SOLVER=1), which proposes better plans, keeps it.
function Set-Up([string] $Kind) {
    $kept = Test-Path -LiteralPath (Join-Path $Venv '.python-solver')
    if (($Kind -eq 'run') -and ($env:CHIBO_SOLVER -or $kept)) { $Kind = 'solver' }
    if (Test-Stamp $Kind) { return }
    $stamps = @(Get-ChildItem -LiteralPath $Venv -Filter '.python-*' -Force -ErrorAction SilentlyContinue)
    if ($stamps.Count -eq 0 -or (Get-StampKey) -eq '') { New-Venv }
    $stamps | Where-Object { Test-Path -LiteralPath $_.FullName } | Remove-Item -Force

    if ($Kind -eq 'run') { $lock = 'requirements.lock' } else { $lock = "requirements-$Kind.lock" }
    Say "Installing Python packages into .venv, as pinned in installer\$lock (some minutes)."
    $pinned = @('--require-hashes', '--no-deps', '--only-binary', ':all:', '-r', (Join-Path $Root "installer\$lock"))
    & $Python -m pip install --quiet --disable-pip-version-check --no-input @pinned | Out-Null
    if ($LASTEXITCODE -ne 0) {
        Stop-SetUp 'the Python packages could not be installed. With a network at hand, start the same command again.'
    }

    $key = Get-StampKey
    [IO.File]::WriteAllText((Join-Path $Venv ".python-$Kind"), $key)
    if ($Kind -ne 'run') { [IO.File]::WriteAllText((Join-Path $Venv '.python-run'), $key) }
}
