using System.Text.Json;
using DhcpNet.Linux;

namespace DhcpNet.SystemTests.Dnsmasq;

/// <summary>dnsmasq itself reads what is written for it.</summary>
public sealed class SyntaxTests
{
    [Fact]
    public async Task Dnsmasq_accepts_the_files_of_every_case_of_the_oracle()
    {
        Assert.SkipUnless(ChildProcess.Find("dnsmasq") is not null, "needs dnsmasq");
        string[] cases = Directory.GetFiles(GetOracle(), "*.json");
        Assert.NotEmpty(cases);
        foreach (string path in cases)
        {
            using JsonDocument document = JsonDocument.Parse(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
            JsonElement expected = document.RootElement.GetProperty("expected");
            // dnsmasq --test does not read the files themselves, but takes their lines from a configuration file.
            IEnumerable<string> lines = Lines(expected, "host").Select(l => $"dhcp-host={l}").Concat(Lines(expected, "opts").Select(l => $"dhcp-option={l}"));
            string file = Path.GetTempFileName();
            try
            {
                await File.WriteAllLinesAsync(file, lines, TestContext.Current.CancellationToken);
                ChildProcessResult result = await DnsmasqWorld.RunAsync(null, "dnsmasq", "--test", $"--conf-file={file}");
                Assert.True(result.ExitCode == 0, $"{Path.GetFileName(path)}: {result.StandardError}");
            }
            finally
            {
                File.Delete(file);
            }
        }
    }

    private static string[] Lines(JsonElement expected, string kind) => expected.GetProperty(kind).GetString()!.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string GetOracle() => Path.Combine(AppContext.BaseDirectory, "Dnsmasq", "Oracle");
}
