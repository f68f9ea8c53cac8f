using System.Management.Automation;
using DhcpNet.Session;
using DhcpNet.Setup;

namespace DhcpNet.Commands;

/// <summary>Failures of single networks in a bulk run, as error records.</summary>
internal static class NetworkDhcpErrors
{
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
