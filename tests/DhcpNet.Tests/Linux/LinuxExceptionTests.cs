using DhcpNet.Linux;

namespace DhcpNet.Tests.Linux;

public class LinuxExceptionTests
{
    [Fact]
    public void The_message_says_what_was_tried_on_what_and_why_it_failed()
    {
        LinuxException exception = new("move link", "'tapx' to namespace 'y'", 17, "a link of that name is there");
        Assert.Equal("move link 'tapx' to namespace 'y': EEXIST (File exists): a link of that name is there", exception.Message);
        Assert.Equal("EEXIST", exception.ErrorName);
    }

    [Fact]
    public void An_error_without_a_name_is_shown_by_its_number() =>
        Assert.StartsWith("open 'x': 4000 (", new LinuxException("open", "'x'", 4000).Message, StringComparison.Ordinal);
}
