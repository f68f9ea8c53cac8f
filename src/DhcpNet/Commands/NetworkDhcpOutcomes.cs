using System.Management.Automation;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>What became of single networks in a bulk run, on its way to the pipeline.</summary>
internal static class NetworkDhcpOutcomes
{
    /// <summary>Puts out the result, or the failure as an error.</summary>
    public static void Write(this PipelineLog log, NetworkDhcpOutcome outcome)
    {
        if (outcome.Result is not null)
            log.Output(outcome.Result);
        else
            log.Error(ToRecord(outcome));
    }

    /// <summary>The record of an outcome that is a failure: network, step, reason, and how to go on.</summary>
    public static ErrorRecord ToRecord(NetworkDhcpOutcome outcome)
    {
        ErrorRecord record = Errors.ToRecord(outcome.Error!, outcome.Network);
        record.ErrorDetails = new ErrorDetails($"Network '{outcome.Network.DisplayName}', step {outcome.FailedStep}: {outcome.Error!.Message}")
        {
            RecommendedAction = "Mend the cause, then run the same command again: it does what is missing.",
        };
        return record;
    }
}
