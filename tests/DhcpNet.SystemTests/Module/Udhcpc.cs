namespace DhcpNet.SystemTests.Module;

/// <summary>BusyBox's udhcpc, running as a client for as long as it is not disposed of.</summary>
internal sealed class Udhcpc : IDisposable
{
    // Its names for what it asks for, numbers for what it has no name for.
    private static readonly string[] Requests = ["mtu", "staticroutes", "msstaticroutes", "ntpsrv", "bootfile", "tftp", "search", "58", "59", "224"];

    private const string Configure = """
        case "$1" in
            bound|renew) ip -4 addr flush dev "$interface"; ip -4 addr add "$ip/$mask" dev "$interface" ;;
            deconfig) ip -4 addr flush dev "$interface" ;;
        esac
        """;

    private readonly ClientProcess _process;

    private Udhcpc(ClientProcess process, ClientEvents events)
    {
        _process = process;
        Events = events;
    }

    /// <summary>Its events: deconfig, bound, renew, nak, leasefail.</summary>
    public ClientEvents Events { get; }

    /// <param name="client">The client.</param>
    /// <param name="arguments">More arguments, such as <c>-x 0xaf:01</c> to send an option.</param>
    public static Udhcpc Start(DhcpClient client, params string[] arguments)
    {
        ClientEvents events = new(client.Scratch, $"udhcpc-{Guid.NewGuid():N}", Configure);
        return new Udhcpc(ClientProcess.Start(client, events,
            ["udhcpc", "-i", client.Name, "-f", "-t", "3", "-T", "1", "-A", "1", "-s", events.Script, .. Requests.SelectMany(r => new[] { "-O", r }), .. arguments]), events);
    }

    /// <summary>Its first lease.</summary>
    public IReadOnlyDictionary<string, string> Bound() => Events.Wait(0, "bound");

    /// <summary>Has it renew its lease, and waits for the answer.</summary>
    public IReadOnlyDictionary<string, string> Renew()
    {
        int before = Events.Count;
        _process.Signal("USR1");
        return Events.Wait(before, "renew");
    }

    /// <summary>Has it ask for renewal, without waiting.</summary>
    public void AskForRenewal() => _process.Signal("USR1");

    public void Dispose() => _process.Dispose();
}
