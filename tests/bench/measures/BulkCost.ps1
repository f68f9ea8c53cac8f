# Where the time of the bulk run went: who computed, and what the steps took.

function Show-BulkProcessor($bulk) {
    $layout = '{0,-46} {1,14}'
    $Host.UI.WriteLine('')
    $Host.UI.WriteLine("Who computes while $($bulk.Count) networks are enabled (mean of $($bulk.Rounds)), beside kernel threads and running dnsmasqs")
    $Host.UI.WriteLine(($layout -f 'who', 'a network'))
    $Host.UI.WriteLine(($layout -f ('-' * 46), ('-' * 14)))
    foreach ($name in $bulk.Processors.Keys) {
        $Host.UI.WriteLine(($layout -f $name, (Format-Number ($bulk.Processors[$name] / $bulk.Rounds / $bulk.Count) 'ms')))
    }
    $Host.UI.WriteLine(($layout -f 'time passed', (Format-Number ($bulk.Elapsed / $bulk.Count) 'ms')))
}

# As the module itself tells, with -Summary.
function Show-BulkCost($bulk) {
    $layout = '{0,-46} {1,14}'
    $Host.UI.WriteLine('')
    $Host.UI.WriteLine("What the steps took of one more run, waiting included: $($bulk.Summary.Networks) networks in $(Format-Number $bulk.Summary.Elapsed.TotalSeconds 's'), many at once")
    $Host.UI.WriteLine(($layout -f 'step', 'a network'))
    $Host.UI.WriteLine(($layout -f ('-' * 46), ('-' * 14)))
    foreach ($step in $bulk.Summary.Steps) { $Host.UI.WriteLine(($layout -f $step.Step, (Format-Number ($step.Time.TotalMilliseconds / $bulk.Summary.Networks) 'ms'))) }
}
