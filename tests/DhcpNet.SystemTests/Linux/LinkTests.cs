using System.Net.NetworkInformation;
using DhcpNet.Linux;

namespace DhcpNet.SystemTests.Linux;

public sealed class LinkTests : LinuxTest
{
    [Fact]
    public void A_link_is_looked_up_by_name_and_by_number()
    {
        string name = CreateNamespace();
        int index = AddLink(name, "veth0");
        Ip("-n", name, "tuntap", "add", "tap0", "mode", "tap");
        Ip("-n", name, "link", "add", "br0", "type", "bridge");
        Ip("-n", name, "link", "set", "tap0", "master", "br0");
        using Rtnetlink netlink = Rtnetlink.Open(name);

        NetworkLink veth = netlink.GetLink("veth0")!;
        Assert.Equal(veth, netlink.GetLink(index));
        Assert.Equal("veth", veth.Kind);
        Assert.True(veth is { IsUp: true, HasCarrier: true, Mtu: 1500, MasterIndex: null });
        Assert.Equal(netlink.GetLink("veth0p")!.Index, veth.ParentIndex);
        Assert.Equal(IpObjects(name, "link", "show", "veth0")[0].GetProperty("address").GetString(), Format(veth.Address!));

        NetworkLink tap = netlink.GetLink("tap0")!;
        Assert.Equal("tun", tap.Kind);
        Assert.False(tap.IsUp);
        Assert.Equal(netlink.GetLink("br0")!.Index, tap.MasterIndex);

        NetworkLink loopback = netlink.GetLink("lo")!;
        Assert.True(loopback is { IsLoopback: true, Kind: null });
        Assert.Equal(["br0", "lo", "tap0", "veth0", "veth0p"], netlink.GetLinks().Select(link => link.Name).Order());
        Assert.Null(netlink.GetLink("nothing"));
        Assert.Null(netlink.GetLink(4000));
        Assert.Throws<ArgumentException>(() => netlink.GetLink("a-name-of-16-byt"));
    }

    [Fact]
    public void One_message_changes_all_that_is_said_and_nothing_else()
    {
        string name = CreateNamespace();
        Ip("-n", name, "link", "add", "veth0", "type", "veth", "peer", "name", "veth1");
        using Rtnetlink netlink = Rtnetlink.Open(name);
        int index = netlink.GetLink("veth0")!.Index;
        PhysicalAddress address = PhysicalAddress.Parse("fa-16-3e-00-00-01");

        netlink.SetLink(index, new LinkChange { Up = true, Address = address, Mtu = 1400, Name = "renamed" });
        NetworkLink link = netlink.GetLink(index)!;
        Assert.Equal(("renamed", address, 1400, true), (link.Name, link.Address, link.Mtu, link.IsUp));

        netlink.SetLink(index, new LinkChange());
        Assert.Equal(link, netlink.GetLink(index));
        netlink.SetLink(index, new LinkChange { Up = false });
        Assert.Equal(link with { IsUp = false, HasCarrier = false }, netlink.GetLink(index));
    }

    [Fact]
    public void A_link_moves_to_another_namespace_with_its_address()
    {
        string from = CreateNamespace();
        string to = CreateNamespace();
        AddLink(from, "veth0");
        using Rtnetlink source = Rtnetlink.Open(from);
        using Rtnetlink target = Rtnetlink.Open(to);
        NetworkLink link = source.GetLink("veth0")!;

        source.MoveLink(link.Index, to);

        Assert.Null(source.GetLink("veth0"));
        NetworkLink moved = target.GetLink("veth0")!;
        Assert.Equal(link.Address, moved.Address);
        Assert.False(moved.IsUp);
        Assert.Contains(IpObjects(to, "link"), o => o.GetProperty("ifname").GetString() == "veth0");
    }

    [Fact]
    public void A_link_is_changed_by_the_message_that_moves_it()
    {
        string from = CreateNamespace();
        string to = CreateNamespace();
        int index = AddLink(from, "veth0");
        using Rtnetlink source = Rtnetlink.Open(from);
        using Rtnetlink target = Rtnetlink.Open(to);
        var mac = PhysicalAddress.Parse("fa163e000001");

        source.MoveLink(index, to, new LinkChange { Address = mac, Mtu = 1400, Up = true });

        NetworkLink moved = target.GetLink("veth0")!;
        Assert.Equal((mac, 1400, true), (moved.Address, moved.Mtu, moved.IsUp));
    }

    [Fact]
    public void A_move_to_where_the_name_is_taken_fails_and_says_so()
    {
        string from = CreateNamespace();
        string to = CreateNamespace();
        int index = AddLink(from, "veth0");
        AddLink(to, "veth0");
        using Rtnetlink netlink = Rtnetlink.Open(from);
        LinuxException exception = Assert.Throws<LinuxException>(() => netlink.MoveLink(index, to));
        Assert.StartsWith($"move link 'veth0' to namespace '{to}': EEXIST (File exists)", exception.Message, StringComparison.Ordinal);
        Assert.NotNull(netlink.GetLink("veth0"));
    }

    [Fact]
    public void A_missing_link_or_namespace_is_said()
    {
        string name = CreateNamespace();
        using Rtnetlink netlink = Rtnetlink.Open(name);
        Assert.Equal("change link number 99: ENODEV (No such device)", MessageOf(() => netlink.SetLink(99, new LinkChange { Up = true })));
        Assert.Equal("delete link number 99: ENODEV (No such device)", MessageOf(() => netlink.DeleteLink(99)));
        Assert.StartsWith($"move link number 99 to namespace '{name}': ENODEV", MessageOf(() => netlink.MoveLink(99, name)), StringComparison.Ordinal);
        Assert.StartsWith("open namespace 'nowhere': ENOENT", MessageOf(() => netlink.MoveLink(1, "nowhere")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_kernels_own_words_are_told()
    {
        string name = CreateNamespace();
        int index = AddLink(name, "veth0");
        using Rtnetlink netlink = Rtnetlink.Open(name);
        LinuxException exception = Assert.Throws<LinuxException>(() => netlink.SetLink(index, new LinkChange { Mtu = 1 }));
        Assert.Equal("mtu less than device minimum", exception.KernelMessage);
        Assert.Equal("change link 'veth0': EINVAL (Invalid argument): mtu less than device minimum", exception.Message);
    }

    [Fact]
    public void Links_are_deleted_together_and_no_others()
    {
        string name = CreateNamespace();
        int[] indexes = [AddLink(name, "veth0"), AddLink(name, "veth1"), AddLink(name, "veth2")];
        AddLink(name, "veth3");
        using Rtnetlink netlink = Rtnetlink.Open(name);
        int gone = indexes[0];
        netlink.DeleteLink(gone);

        netlink.DeleteLinks([.. indexes, 999]);

        Assert.Equal(["lo", "veth3"], netlink.GetLinks().Where(l => !l.Name.EndsWith('p')).Select(l => l.Name).Order());
        netlink.DeleteLinks(indexes);
    }

    [Fact]
    public void A_link_is_deleted()
    {
        string name = CreateNamespace();
        int index = AddLink(name, "veth0");
        using Rtnetlink netlink = Rtnetlink.Open(name);
        netlink.DeleteLink(index);
        Assert.Single(IpObjects(name, "link"));
    }

    [Fact]
    public async Task More_links_than_fit_into_one_reply_are_all_listed()
    {
        string name = CreateNamespace();
        string batch = string.Concat(Enumerable.Range(0, 300).Select(i => $"link add v{i} type veth peer name w{i}\n"));
        ChildProcessStart start = new() { FileName = "ip", Arguments = ["-batch", "-"], NamespaceName = name, StandardInput = batch };
        ChildProcessResult result = await ChildProcess.RunAsync(start, Cancellation);
        Assert.True(result.ExitCode == 0, result.StandardError);
        using Rtnetlink netlink = Rtnetlink.Open(name);
        Assert.Equal(601, netlink.GetLinks().Select(link => link.Name).Distinct().Count());
    }

    [Fact]
    public async Task A_list_read_while_links_come_and_go_is_whole()
    {
        string name = CreateNamespace();
        string batch = string.Concat(Enumerable.Repeat("link add v1 type veth peer name w1\nlink del v1\n", 60));
        ChildProcessStart start = new() { FileName = "ip", Arguments = ["-batch", "-"], NamespaceName = name, StandardInput = batch };
        Task<ChildProcessResult> changes = ChildProcess.RunAsync(start, Cancellation);
        using Rtnetlink netlink = Rtnetlink.Open(name);
        while (!changes.IsCompleted)
        {
            string[] names = [.. netlink.GetLinks().Select(link => link.Name)];
            Assert.Single(names, "lo");
            Assert.Equal(names.Distinct(), names);
        }
        Assert.Equal(0, (await changes).ExitCode);
    }

    private static string MessageOf(Action action) => Assert.Throws<LinuxException>(action).Message;

    private static string Format(PhysicalAddress address) => string.Join(':', address.GetAddressBytes().Select(b => $"{b:x2}"));
}
