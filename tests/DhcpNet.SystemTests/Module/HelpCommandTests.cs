namespace DhcpNet.SystemTests.Module;

/// <summary>Get-Help in the bundled host shows the module's help.</summary>
public class HelpCommandTests
{
    [Theory]
    [InlineData("Get-Help Enable-NetworkDhcp", "SYNOPSIS Gives networks a working DHCP and DNS service on this host.")]
    // Longer than a line, which is broken between words.
    [InlineData("Get-Help Enable-NetworkDhcp", "- tap: an internal interface on the integration bridge, tap and the first 11 characters of the port's id (Add-OvsTap)")]
    [InlineData("Get-Help Enable-NetworkDhcp -Full", "How many networks are worked on at once, 1 to 64.")]
    [InlineData("Get-Help Enable-NetworkDhcp -Full", "Accept pipeline input? true (ByValue, ByPropertyName)")]
    [InlineData("Get-Help Enable-NetworkDhcp -Examples", "--- Example 1: One network (interactive) --- Everything is made. The second command shows how it stands. Enable-NetworkDhcp blue Get-NetworkDhcp blue")]
    [InlineData("Get-Help Enable-NetworkDhcp -Parameter ThrottleLimit", "Most of a network's time is waiting for the kernel")]
    [InlineData("Get-Help about_DhcpNet", "THE CHAIN Each step takes in what the one before put out:")]
    public void Help_is_shown_as_PowerShell_shows_it(string command, string part)
    {
        (int status, string output, string error) = ShellProcess.Run(command);

        Assert.Equal((0, ""), (status, error));
        Assert.Contains(part, string.Join(' ', output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)));
    }
}
