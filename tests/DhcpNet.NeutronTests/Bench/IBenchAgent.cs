namespace DhcpNet.NeutronTests.Bench;

/// <summary>An agent to be measured.</summary>
internal interface IBenchAgent
{
    string Name { get; }

    bool IsRunning { get; }

    /// <summary>How often it has said that it has seen to all networks, in this run and those before.</summary>
    int Syncs { get; }

    string LogTail { get; }

    void Start();

    /// <summary>Ends it; what it serves goes on.</summary>
    Task StopAsync();
}
