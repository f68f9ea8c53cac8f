using System.Management.Automation;

namespace DhcpNet.NeutronTests.Lab;

/// <summary>A PowerShell session whose plugin is the lab's Neutron, in the place of the DHCP agent of the lab's host.</summary>
internal sealed class NeutronSession : IDisposable
{
    private NeutronSession(PowerShellSession powerShell) => PowerShell = powerShell;

    public PowerShellSession PowerShell { get; }

    /// <summary>Opens one that is not connected yet.</summary>
    public static NeutronSession Open(NeutronLab lab)
    {
        lab.Require();
        NeutronSession session = new(PowerShellSession.Create(lab.State));
        session.Run($"Set-DhcpConfiguration -Ovsdb '{lab.Ovs.Endpoint}' -HostName {NeutronLab.Host} | Out-Null");
        return session;
    }

    /// <summary>Opens one and connects it.</summary>
    public static NeutronSession Connect(NeutronLab lab)
    {
        NeutronSession session = Open(lab);
        session.Run($"Connect-DhcpPlugin -TransportUrl '{Broker.Url}'");
        return session;
    }

    /// <summary>Runs a script that must not fail.</summary>
    public IReadOnlyList<PSObject> Run(string script) => PowerShell.Require(script);

    /// <summary>Runs a script that returns one object.</summary>
    public PSObject RunSingle(string script) => Assert.Single(Run(script));

    /// <summary>Runs a script that must fail with one error.</summary>
    /// <returns>The error's id.</returns>
    public string RunError(string script) => RunFailure(script).FullyQualifiedErrorId.Split(',')[0];

    /// <inheritdoc cref="RunError"/>
    /// <returns>The error.</returns>
    public ErrorRecord RunFailure(string script) => Assert.Single(PowerShell.Invoke(script).Errors);

    public void Dispose() => PowerShell.Dispose();
}
