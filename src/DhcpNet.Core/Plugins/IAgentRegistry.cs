namespace DhcpNet.Plugins;

/// <summary>Who keeps a list of agents and wants to hear from each that it is alive (Neutron: PluginReportStateAPI).</summary>
public interface IAgentRegistry
{
    /// <summary>Says that the agent is alive (report_state).</summary>
    /// <exception cref="DhcpNetException">The registry does not answer, or refuses.</exception>
    Task<AgentStanding> ReportStateAsync(AgentState state, CancellationToken cancellationToken);
}
