using DhcpNet.Linux;

namespace DhcpNet.Tests.Linux;

public class NetworkNamespaceTests
{
    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    public void A_name_that_is_no_file_name_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => NetworkNamespace.PathOf(name));

    [Fact]
    public void A_name_is_measured_in_bytes()
    {
        Assert.Equal("/run/netns/" + new string('a', 255), NetworkNamespace.PathOf(new string('a', 255)));
        Assert.Throws<ArgumentException>(() => NetworkNamespace.PathOf(new string('ä', 128)));
    }

    [Theory]
    [InlineData("qdhcp-0c4b4e0e-9d0b-4b8e-8a43-6f8c1e6f0a55")]
    [InlineData("...")]
    [InlineData("with blank")]
    public void A_file_name_is_taken(string name) => Assert.Equal("/run/netns/" + name, NetworkNamespace.PathOf(name));
}
