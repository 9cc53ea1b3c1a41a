# Sets up what the program needs, then opens it:
#   powershell -ExecutionPolicy Bypass -File installer\run.ps1
# Words go to the command line of the program:
#   powershell -ExecutionPolicy Bypass -File installer\run.ps1 demo OUT
$ErrorActionPreference = 'Stop'
$Root = Split-Path -Parent $PSScriptRoot
. (Join-Path $PSScriptRoot 'setup.ps1')

Set-Up run
if ($env:PYTHONPATH) { $env:PYTHONPATH = "$Root;$env:PYTHONPATH" } else { $env:PYTHONPATH = $Root }
# -P keeps the folder the user stands in out of the search for modules.
& $Python -P -m chibo_desktop @args
exit $LASTEXITCODE
