namespace DhcpNet;

/// <summary>What came of a test.</summary>
public enum NetworkDhcpTestResult
{
    /// <summary>All that was asked was answered, and rightly.</summary>
    Passed,

    /// <summary>There was nothing that could be asked in a client's name.</summary>
    Inconclusive,

    /// <summary>Something was not answered, or wrongly.</summary>
    Failed,
}
