using DhcpNet.Dnsmasq;
using DhcpNet.Tests.Linux;

namespace DhcpNet.Tests.Dnsmasq;

public class LeaseDatabaseTests
{
    // As dnsmasq 2.90 writes them, and two lines that it would pass over.
    private const string Contents = """
        1795471972 fa:16:3e:df:9e:1e 10.20.0.245 vm1 01:fa:16:3e:df:9e:1e
        0 fa:16:3e:00:00:02 10.20.0.50 * *
        1795471973 20-80:00:02:08:fe:80:00:00:00:00:00:00:00:02:c9:03:00:10:26:61 10.20.0.51 ib ff:00:01
        duid 00:01:00:01:32:96:25:64:fa:16:3e:a9:5b:58
        1795471974 4010281 fd00:30::77 vm6 00:04:aa:bb
        1795471975 T4294967295 fd00:30::78 * 00:03:00:01:fa:16:3e:00:00:20
        neither a lease nor a DUID
        1795471976 fa:16:3e:00:00:03 300.1.2.3 * *

        """;

    private static readonly LeaseDatabase Database = LeaseDatabase.Parse(Contents);

    [Fact]
    public void All_kinds_of_lines_are_read_and_others_passed_over()
    {
        Assert.Equal("00:01:00:01:32:96:25:64:fa:16:3e:a9:5b:58", Database.ServerDuid);
        Assert.Equal(["10.20.0.245", "10.20.0.50", "10.20.0.51", "fd00:30::77", "fd00:30::78"], Database.Leases.Select(l => l.Address.ToString()));
    }

    [Fact]
    public void An_IPv4_lease_has_its_clients_MAC_address_name_and_identifier()
    {
        DnsmasqLease lease = Database.Leases[0];
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1795471972), lease.ExpiresAt);
        Assert.Equal(MacAddress.Parse("fa:16:3e:df:9e:1e"), lease.MacAddress);
        Assert.Equal("vm1", lease.HostName);
        Assert.Equal("01:fa:16:3e:df:9e:1e", lease.ClientId);
        Assert.Null(lease.Iaid);
        Assert.False(LeasesFile.IsPrepared(lease));
    }

    [Fact]
    public void A_lease_that_was_made_up_has_neither_end_nor_identifier()
    {
        DnsmasqLease lease = Database.Leases[1];
        Assert.Null(lease.ExpiresAt);
        Assert.Null(lease.HostName);
        Assert.Null(lease.ClientId);
        Assert.True(LeasesFile.IsPrepared(lease));
        Assert.False(lease.HasEnded(DateTimeOffset.MaxValue));
    }

    [Fact]
    public void Hardware_other_than_Ethernet_is_no_MAC_address()
    {
        Assert.Null(Database.Leases[2].MacAddress);
        Assert.StartsWith("20-80:00", Database.Leases[2].HardwareAddress, StringComparison.Ordinal);
    }

    [Fact]
    public void An_IPv6_lease_has_DUID_and_IAID()
    {
        Assert.Equal((4010281u, false, "00:04:aa:bb", (string?)null), Identity(Database.Leases[3]));
        Assert.Equal((4294967295u, true, "00:03:00:01:fa:16:3e:00:00:20", (string?)null), Identity(Database.Leases[4]));

        static (uint?, bool, string?, string?) Identity(DnsmasqLease l) => (l.Iaid, l.IsTemporary, l.ClientId, l.HardwareAddress);
    }

    [Theory]
    [InlineData("99999999999999999 fa:16:3e:00:00:02 10.0.0.5 * *", "9999-12-31")]
    [InlineData("soon fa:16:3e:00:00:02 10.0.0.5 * *", "1970-01-01")]
    [InlineData("-1 fa:16:3e:00:00:02 10.0.0.5 * *", "1970-01-01")]
    public void An_end_that_makes_no_sense_is_still_a_time(string line, string day) =>
        Assert.Equal(day, LeaseDatabase.Parse(line).Leases[0].ExpiresAt?.ToString("yyyy-MM-dd"));

    [Theory]
    [InlineData("")]
    [InlineData("duid")]
    [InlineData("1 2 3 4")]
    [InlineData("1 fa:16:3e:00:00:02 10.0.0.5 * * more")]
    [InlineData("1 77 fd00::1%eth0 * 00:01")]
    [InlineData("1 77 [fd00::1] * 00:01")]
    public void What_is_no_lease_is_none(string text)
    {
        Assert.Empty(LeaseDatabase.Parse(text).Leases);
        Assert.Null(LeaseDatabase.Parse(text).ServerDuid);
    }

    [Fact]
    public void A_lease_is_the_same_after_a_renewal_and_another_with_another_client()
    {
        DnsmasqLease lease = Database.Leases[0];
        Assert.True(lease.IsSameAs(lease with { ExpiresAt = null, HostName = "renamed" }));
        Assert.False(lease.IsSameAs(lease with { HardwareAddress = "fa:16:3e:00:00:02" }));
        Assert.False(lease.IsSameAs(lease with { ClientId = null }));
        Assert.False(Database.Leases[3].IsSameAs(Database.Leases[3] with { Iaid = 1 }));
    }

    [Fact]
    public void Taking_leases_out_leaves_every_other_line_as_it_was()
    {
        string left = LeasesFile.Without(Contents, [Database.Leases[1], Database.Leases[4], Database.Leases[0] with { ClientId = null }]);
        Assert.Equal(Contents.Split('\n').Where(l => !l.Contains("10.20.0.50 ") && !l.Contains("fd00:30::78")), left.Split('\n'));
    }

    [Fact]
    public async Task A_file_is_read_and_one_that_is_not_there_is_empty()
    {
        using TemporaryDirectory directory = new();
        string path = Path.Combine(directory.Path, "leases");
        Assert.Empty((await LeaseDatabase.ReadAsync(path, TestContext.Current.CancellationToken)).Leases);
        File.WriteAllText(path, Contents);
        Assert.Equal(5, (await LeaseDatabase.ReadAsync(path, TestContext.Current.CancellationToken)).Leases.Count);
    }
}
