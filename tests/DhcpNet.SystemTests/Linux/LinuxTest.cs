using System.Text.Json;
using DhcpNet.Linux;

namespace DhcpNet.SystemTests.Linux;

/// <summary>What the tests of the kernel share: namespaces that end with the test, and the real <c>ip</c> to compare with.</summary>
public abstract class LinuxTest : IDisposable
{
    private readonly List<string> _namespaces = [];

    protected LinuxTest() => Assert.SkipUnless(Program.IsRoot, "needs root, for network namespaces");

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        foreach (string name in _namespaces)
        {
            NetworkNamespace.Delete(name);
            Assert.DoesNotContain(name, Ip("netns", "list"), StringComparison.Ordinal);
        }
    }

    /// <summary>A name of which there is no namespace yet; what gets it is deleted after the test.</summary>
    protected string ReserveName()
    {
        string name = $"test-{Guid.NewGuid()}";
        _namespaces.Add(name);
        return name;
    }

    /// <summary>A namespace for this test.</summary>
    protected string CreateNamespace()
    {
        string name = ReserveName();
        Assert.True(NetworkNamespace.Create(name));
        return name;
    }

    /// <summary>What the real <c>ip</c> says; it must succeed.</summary>
    protected static string Ip(params string[] arguments)
    {
        ChildProcessResult result = RunIp(arguments);
        Assert.True(result.ExitCode == 0, $"ip {string.Join(' ', arguments)}: {result.StandardError}");
        return result.StandardOutput;
    }

    protected static ChildProcessResult RunIp(params string[] arguments) =>
        ChildProcess.RunAsync(new ChildProcessStart { FileName = "ip", Arguments = arguments }, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>What the real <c>ip -j</c> says in a namespace, as objects.</summary>
    protected static IReadOnlyList<JsonElement> IpObjects(string namespaceName, params string[] arguments)
    {
        string output = Ip(["-n", namespaceName, "-j", .. arguments]);
        return output.Trim().Length == 0 ? [] : [.. JsonDocument.Parse(output).RootElement.EnumerateArray().Where(e => e.EnumerateObject().Any())];
    }

    /// <summary>A dummy-like link for addresses and routes: one end of a veth pair, both up in the namespace.</summary>
    protected static int AddLink(string namespaceName, string name)
    {
        Ip("-n", namespaceName, "link", "add", name, "type", "veth", "peer", "name", name + "p");
        Ip("-n", namespaceName, "link", "set", name, "up");
        Ip("-n", namespaceName, "link", "set", name + "p", "up");
        using Rtnetlink netlink = Rtnetlink.Open(namespaceName);
        return netlink.GetLink(name)!.Index;
    }
}
