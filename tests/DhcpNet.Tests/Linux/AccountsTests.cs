using DhcpNet.Linux;

namespace DhcpNet.Tests.Linux;

/// <summary>Users and groups are found by name and by number.</summary>
public class AccountsTests
{
    [Theory]
    [InlineData("root", "root")]
    [InlineData("0", "root")]
    [InlineData("no-such-account", null)]
    [InlineData("4294967294", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("-1", null)]
    public void They_are_named_as_the_system_names_them(string text, string? name)
    {
        Assert.Equal(name, Accounts.FindUser(text));
        Assert.Equal(name, Accounts.FindGroup(text));
    }

    [Fact]
    public void An_empty_text_is_who_runs_this() => Assert.Equal(Environment.UserName, Accounts.FindUser(""));
}
