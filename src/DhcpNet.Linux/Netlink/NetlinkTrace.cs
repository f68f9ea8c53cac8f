using System.Globalization;

namespace DhcpNet.Linux;

/// <summary>Tells of each request to the kernel over netlink, for who looks for the cause of something.</summary>
/// <remarks>It is heard by what runs from where it was set on, on whatever threads, and by nobody else.</remarks>
public static class NetlinkTrace
{
    // More of a message is seldom looked at, and a rule of nf_tables is long.
    private const int MostBytes = 96;

    private static readonly AsyncLocal<Action<string>?> Current = new();

    /// <summary>Who is told; null: nobody, and the requests cost no more.</summary>
    public static Action<string>? Listener
    {
        get => Current.Value;
        set
        {
            if (Current.Value != value)
                Current.Value = value;
        }
    }

    /// <summary>A request in words: what it is, and the octets after its header.</summary>
    internal static string Describe(NetlinkMessageBuilder request)
    {
        ReadOnlySpan<byte> payload = request.Payload;
        string octets = Convert.ToHexString(payload[..Math.Min(payload.Length, MostBytes)]).ToLowerInvariant();
        return string.Create(CultureInfo.InvariantCulture, $"netlink: {NameOf(request.Type)}, flags 0x{request.Flags:x}, {octets}{(payload.Length > MostBytes ? "…" : "")}");
    }

    /// <summary>How a request ended, in words.</summary>
    internal static string Describe(NetlinkResult result) => result.IsSuccess
        ? "done"
        : string.Create(CultureInfo.InvariantCulture, $"error {result.ErrorNumber}{(result.KernelMessage is null ? "" : $", {result.KernelMessage}")}");

    private static string NameOf(ushort type) => type switch
    {
        NetlinkMessageType.NewLink => "RTM_NEWLINK",
        NetlinkMessageType.DeleteLink => "RTM_DELLINK",
        NetlinkMessageType.GetLink => "RTM_GETLINK",
        NetlinkMessageType.SetLink => "RTM_SETLINK",
        NetlinkMessageType.NewAddress => "RTM_NEWADDR",
        NetlinkMessageType.DeleteAddress => "RTM_DELADDR",
        NetlinkMessageType.GetAddress => "RTM_GETADDR",
        NetlinkMessageType.NewRoute => "RTM_NEWROUTE",
        NetlinkMessageType.DeleteRoute => "RTM_DELROUTE",
        NetlinkMessageType.GetRoute => "RTM_GETROUTE",
        NfTablesMessageType.NewTable => "NFT_MSG_NEWTABLE",
        NfTablesMessageType.NewChain => "NFT_MSG_NEWCHAIN",
        NfTablesMessageType.GetChain => "NFT_MSG_GETCHAIN",
        NfTablesMessageType.NewRule => "NFT_MSG_NEWRULE",
        NfTablesMessageType.GetRule => "NFT_MSG_GETRULE",
        NfTablesMessageType.DeleteRule => "NFT_MSG_DELRULE",
        NfTablesMessageType.GetGeneration => "NFT_MSG_GETGEN",
        _ => string.Create(CultureInfo.InvariantCulture, $"type {type}"),
    };
}
