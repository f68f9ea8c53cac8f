namespace DhcpNet.Topologies;

/// <summary>The colours of drawn topologies; what they say is said in words too.</summary>
internal static class TopologyColors
{
    public const string Text = "#1f2328";
    public const string Connection = "#8c959f";

    public static string Fill(TopologyState state) => state switch
    {
        TopologyState.Good => "#dafbe1",
        TopologyState.Idle => "#eaeef2",
        TopologyState.Bad => "#ffebe9",
        _ => "#ddf4ff",
    };

    public static string Line(TopologyState state) => state switch
    {
        TopologyState.Good => "#1a7f37",
        TopologyState.Idle => "#57606a",
        TopologyState.Bad => "#cf222e",
        _ => "#0969da",
    };
}
