using DhcpNet.Binding;

namespace DhcpNet.Session;

/// <summary>What is said of things that a user named and that are not there.</summary>
internal static class NotFound
{
    public static DhcpNetException Network(NetworkReference named) =>
        Thing("NetworkNotFound", $"There is no network '{named}'. Get-DhcpNetwork lists what there is, New-DhcpNetwork makes one.", named);

    /// <param name="named">The subnet.</param>
    /// <param name="where">Where else than on all networks it was looked for, to follow its name.</param>
    public static DhcpNetException Subnet(object named, string where = "") =>
        Thing("SubnetNotFound", $"There is no subnet '{named}'{where}. Get-DhcpSubnet lists what there is.", named);

    /// <inheritdoc cref="Subnet"/>
    public static DhcpNetException Reservation(object named, string where = "") =>
        Thing("ReservationNotFound", $"There is no reservation '{named}'{where}. Get-DhcpReservation lists what there is.", named);

    /// <inheritdoc cref="Subnet"/>
    public static DhcpNetException Lease(object named, string where = "") =>
        Thing("LeaseNotFound", $"There is no lease of '{named}'{where}. Get-DhcpLease lists what there is.", named);

    /// <param name="named">The tap.</param>
    /// <param name="bridge">The bridge that alone was looked at.</param>
    public static DhcpNetException Tap(TapReference named, string? bridge = null)
    {
        string nowhere = bridge is null ? "No bridge has a tap" : $"Bridge '{bridge}' has no tap";
        return Thing("TapNotFound", $"{nowhere} '{named}' of a DHCP port. Get-OvsTap lists what there is, Add-OvsTap adds one.", named);
    }

    public static DhcpNetException Namespace(NamespaceReference named) =>
        Thing("NamespaceNotFound", $"There is no namespace '{named}'. Get-NetNamespace -Name * lists what there is.", named);

    private static DhcpNetException Thing(string errorId, string message, object named) => new(errorId, DhcpNetErrorKind.NotFound, message, named.ToString());
}
