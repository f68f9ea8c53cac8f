using System.Text;
using DhcpNet.Linux;

namespace DhcpNet.Tests.Linux;

public sealed class IptablesProgramTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("xtables-nft-multi", "\0%s v%s\n\01.8.9 (nf_tables)\0", true, true)]
    [InlineData("xtables-nft-multi", "\0%s v%s\n\01.8.8 (nf_tables)\0", true, true)]
    [InlineData("xtables-nft-multi", "\0%s v%s (nf_tables)\n\01.8.7\0", true, false)]
    [InlineData("xtables-legacy-multi", "\01.8.9 (legacy)\0", false, false)]
    [InlineData("iptables-restore", "#!/bin/sh\nexec chroot /host /usr/sbin/iptables-restore", false, false)]
    public void What_a_link_leads_to_tells_the_variant(string program, string content, bool usesNfTables, bool readsNativePorts)
    {
        string target = _directory[program], alternative = _directory["alternative"], link = _directory["found"];
        File.WriteAllText(target, content);
        File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.CreateSymbolicLink(alternative, program);
        File.CreateSymbolicLink(link, alternative);

        Assert.Equal(new IptablesProgram(usesNfTables, readsNativePorts), IptablesProgram.Find(link));
    }

    [Fact]
    public void What_is_not_installed_is_not_found() => Assert.Null(IptablesProgram.Find(_directory["iptables-restore"]));

    [Theory]
    [InlineData("1.8.11 (nf_tables)", "1.8.11")]
    [InlineData("v1.9.0 (nf_tables)", "1.9.0")]
    [InlineData("... (nf_tables)", null)]
    [InlineData(" (nf_tables)", null)]
    [InlineData("", null)]
    public void A_version_is_what_stands_before_the_variant(string content, string? version) =>
        Assert.Equal(version, IptablesProgram.FindVersion(Encoding.ASCII.GetBytes(content))?.ToString());
}
