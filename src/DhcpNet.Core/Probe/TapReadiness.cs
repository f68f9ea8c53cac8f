using System.Diagnostics;
using DhcpNet.Linux;

namespace DhcpNet.Probe;

/// <summary>
/// Waits for a tap that has been made only now: for a second or two the kernel makes sure that nobody else has its IPv6 addresses, and uses none of
/// them meanwhile (RFC 4862, section 5.4). A server that cannot answer yet is not one that does not answer.
/// </summary>
internal static class TapReadiness
{
    // A second for each address, and a second at most before the first; more on a loaded machine.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until all addresses of a tap in a namespace of this host can be used; not at all where there is no such tap here.</summary>
    public static async Task WaitAsync(string namespaceName, string tapName, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Patience && HasTentative(namespaceName, tapName))
            await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
    }

    private static bool HasTentative(string namespaceName, string tapName)
    {
        try
        {
            if (NetworkNamespace.GetState(namespaceName) != NamespaceState.Ready)
                return false;
            using Rtnetlink inside = Rtnetlink.Open(namespaceName);
            return inside.GetLink(tapName) is { IsUp: true } tap && inside.GetAddresses(tap.Index).Any(a => a.IsTentative && !a.IsDadFailed);
        }
        catch (LinuxException)
        {
            // gone meanwhile
            return false;
        }
    }
}
