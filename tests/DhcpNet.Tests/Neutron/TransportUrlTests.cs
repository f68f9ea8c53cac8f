using CsCheck;
using DhcpNet.Neutron;
using DhcpNet.Neutron.Messaging;
using DhcpNet.Tests.Linux;

namespace DhcpNet.Tests.Neutron;

public class TransportUrlTests
{
    [Theory]
    [InlineData("rabbit://u:p@h", "h:5672 u p", "/", null)]
    [InlineData("rabbit://u:p@h/", "h:5672 u p", "/", null)]
    [InlineData("rabbit://u:p@h//", "h:5672 u p", "/", null)]
    [InlineData("RABBIT://u:p@h:1/v", "h:1 u p", "v", null)]
    [InlineData("rabbit://guest:guest@127.0.0.1:5672/", "127.0.0.1:5672 guest guest", "/", null)]
    [InlineData("rabbit://a:1@h1:5672,b:2@h2:5673,c:3@h3/v", "h1:5672 a 1;h2:5673 b 2;h3:5672 c 3", "v", null)]
    [InlineData("rabbit://u:p@[2001:db8::1]:5671,u:p@[::1]/v?ssl=1", "[2001:db8::1]:5671 u p;[::1]:5672 u p", "v", true)]
    [InlineData("rabbit://u%40d:p%2Fq%3A%2C%25@h/%2Fv%2Fw?ssl=False", "h:5672 u@d p/q:,%", "/v/w", false)]
    [InlineData("rabbit://u:a:b@h/v/w", "h:5672 u a:b", "v/w", null)]
    [InlineData("rabbit://u:a@b@h", "h:5672 u a@b", "/", null)]
    [InlineData("rabbit://u@h", "h:5672 u -", "/", null)]
    [InlineData("rabbit://h,i", "h:5672 - -;i:5672 - -", "/", null)]
    [InlineData("  rabbit://u:@h\n", "h:5672 u ", "/", null)]
    public void A_right_one_is_read(string text, string hosts, string virtualHost, bool? useTls)
    {
        var url = TransportUrl.Parse(text);

        Assert.Equal(hosts, string.Join(';', url.Hosts.Select(h => $"{h} {h.UserName ?? "-"} {h.Password ?? "-"}")));
        Assert.Equal((virtualHost, useTls), (url.VirtualHost, url.UseTls));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("   ", "is empty")]
    [InlineData("amqp://u:p@h", "begins with 'amqp://'")]
    [InlineData("kombu+redis://u:p@h", "begins with 'kombu+redis://'")]
    [InlineData("u:p@h:5672/v", "does not begin with 'rabbit://'")]
    [InlineData("rabbit:u:p@h", "does not begin with 'rabbit://'")]
    [InlineData("rabbit://", "number 1 has no host name")]
    [InlineData("rabbit:///v", "number 1 has no host name")]
    [InlineData("rabbit://u:p@", "number 1 has no host name")]
    [InlineData("rabbit://u:p@h,", "number 2 has no user name")]
    [InlineData("rabbit://h,", "number 2 has no host name")]
    [InlineData("rabbit://u:p@:5672", "number 1 has no host name")]
    [InlineData("rabbit://@h", "no user name before")]
    [InlineData("rabbit://:p@h", "no user name before")]
    [InlineData("rabbit://u:p@h:0", "port '0' of broker 'h'")]
    [InlineData("rabbit://u:p@h:65536", "port '65536'")]
    [InlineData("rabbit://u:p@h:x", "port 'x'")]
    [InlineData("rabbit://u:p@h:", "port ''")]
    [InlineData("rabbit://u:p@::1", "brackets")]
    [InlineData("rabbit://u:p@[::1", "no IPv6 address in brackets")]
    [InlineData("rabbit://u:p@[::1]5672", "no IPv6 address in brackets")]
    [InlineData("rabbit://u:p@[h]:5672", "brackets")]
    [InlineData("rabbit://u:p@h%20i", "'h%20i' is no host name")]
    [InlineData("rabbit://u:p@h i", "a space")]
    [InlineData("rabbit://u:p/q@h", "an '@' behind the hosts")]
    [InlineData("rabbit://u:p#q@h", "an '@' behind the hosts")]
    [InlineData("rabbit://u:p@h/v#f", "a '#'")]
    [InlineData("rabbit://u:p@h/v?ssl", "neither on nor off")]
    [InlineData("rabbit://u:p@h/v?ssl=2", "neither on nor off")]
    [InlineData("rabbit://u:p@h/v?heartbeat=3", "'heartbeat' is not known")]
    [InlineData("rabbit://u:p,q@h", "number 1 has no user name although another")]
    public void A_wrong_one_is_refused_with_the_rule(string text, string words) =>
        Assert.Contains(words, Assert.Throws<TransportUrlException>(() => TransportUrl.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("rabbit://u:secret@h", "rabbit://u@h:5672/")]
    [InlineData("rabbit://u%40d:secret@h1,v:secret@[::1]:1/%2Fx?ssl=true", "rabbit://u%40d@h1:5672,v@[::1]:1/%2Fx?ssl=1")]
    [InlineData("rabbit://h", "rabbit://h:5672/")]
    public void It_is_shown_without_passwords(string text, string shown) => Assert.Equal(shown, TransportUrl.Parse(text).ToString());

    // Whatever is wrong with the rest, and however the password is written.
    [Fact]
    public void No_message_shows_a_password()
    {
        string[] templates =
        [
            "rabbit://u:{0}@h:5672/v", "rabbit://u:{0}@h:x/v", "rabbit://u:{0}@h1,u:{0}@h2:0/", "rabbit://u:{0}@[::1/v", "rabbit://u:{0}@h/v?x=1", "rabbit://u:{0}@", "u:{0}@h",
            "amqp://u:{0}@h", "rabbit://:{0}@h", "rabbit://u:{0}@h,i", "rabbit:/u:{0}@h", "rabbit://u:{0}@h h",
        ];
        Gen.Select(Gen.Int[0, templates.Length - 1], Gen.Char["/?#@,:[]%&= \t"].Array[0, 6]).Sample((which, odd) =>
        {
            string password = $"Geheim{new string(odd)}Geheim";
            string text = templates[which].Replace("{0}", password, StringComparison.Ordinal);
            string shown;
            try
            {
                shown = TransportUrl.Parse(text).ToString();
            }
            catch (TransportUrlException e)
            {
                shown = e.ToString();
            }
            Assert.DoesNotContain("Geheim", shown, StringComparison.OrdinalIgnoreCase);
        }, iter: 5000);
    }

    [Fact]
    public void A_credential_is_for_each_broker()
    {
        TransportUrl url = TransportUrl.Parse("rabbit://a@h1,b@h2/v").WithCredentials("u", "p");

        Assert.True(url.HasCredentials);
        Assert.All(url.Hosts, h => Assert.Equal(("u", "p"), (h.UserName, h.Password)));
        Assert.False(TransportUrl.Parse("rabbit://a@h1,b:p@h2").HasCredentials);
    }

    [Fact]
    public void A_file_of_ones_own_is_read()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["url"], "rabbit://u:p@h/v\n");
        File.SetUnixFileMode(directory["url"], UnixFileMode.UserRead);

        Assert.Equal("p", TransportUrlFile.Read(directory["url"]).Hosts[0].Password);
    }

    [Theory]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void A_file_that_others_may_read_or_change_is_refused(UnixFileMode more)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["url"], "rabbit://u:secret@h/v\n");
        File.SetUnixFileMode(directory["url"], UnixFileMode.UserRead | UnixFileMode.UserWrite | more);

        DhcpNetException e = Assert.Throws<DhcpNetException>(() => TransportUrlFile.Read(directory["url"]));

        Assert.Equal(("TransportUrlFileNotPrivate", DhcpNetErrorKind.PermissionDenied), (e.ErrorId, e.Kind));
        Assert.DoesNotContain("secret", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_something_else_is_an_error_that_names_it()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory["url"], "u:secret@h");
        File.SetUnixFileMode(directory["url"], UnixFileMode.UserRead);
        Directory.CreateDirectory(directory["directory"]);

        DhcpNetException wrong = Assert.Throws<DhcpNetException>(() => TransportUrlFile.Read(directory["url"]));
        Assert.Equal("TransportUrlInvalid", wrong.ErrorId);
        Assert.Contains(directory["url"], wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", wrong.ToString(), StringComparison.Ordinal);
        Assert.Equal("TransportUrlFileNotFound", Assert.Throws<DhcpNetException>(() => TransportUrlFile.Read(directory["none"])).ErrorId);
        Assert.Equal("TransportUrlFileNotReadable", Assert.Throws<DhcpNetException>(() => TransportUrlFile.Read(directory["directory"])).ErrorId);
    }
}
