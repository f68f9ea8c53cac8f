using System.Net;
using System.Net.Sockets;
using DhcpNet.Linux;

namespace DhcpNet.SystemTests.Linux;

/// <summary>Sockets on one link, in a namespace that nobody else can enter.</summary>
public class LinkSocketTests : LinuxTest
{
    [Fact]
    public async Task A_frame_sent_on_one_end_is_received_on_the_other_by_its_kind()
    {
        string name = CreateNamespace();
        AddLink(name, "veth1");
        using Rtnetlink links = Rtnetlink.Open(name);
        using Socket here = NetworkNamespace.Run(name, () => LinkSockets.OpenPacket(links.GetLink("veth1")!.Index, LinkSockets.IPv4Frames));
        using Socket there = NetworkNamespace.Run(name, () => LinkSockets.OpenPacket(links.GetLink("veth1p")!.Index, LinkSockets.IPv4Frames));
        byte[] other = [.. Enumerable.Repeat((byte)0xff, 12), 0x08, 0x06, .. new byte[50]];
        byte[] frame = [.. Enumerable.Repeat((byte)0xff, 12), 0x08, 0x00, .. new byte[50]];

        await here.SendAsync(other, Cancellation);
        await here.SendAsync(frame, Cancellation);
        byte[] buffer = new byte[2000];
        int length = await there.ReceiveAsync(buffer, Cancellation);

        Assert.Equal(frame, buffer[..length]);
    }

    [Fact]
    public void A_port_is_taken_on_each_link_by_itself()
    {
        string name = CreateNamespace();
        AddLink(name, "veth1");

        using Socket first = NetworkNamespace.Run(name, () => LinkSockets.OpenUdpIPv6("veth1", 547));
        using Socket second = NetworkNamespace.Run(name, () => LinkSockets.OpenUdpIPv6("veth1p", 547));

        Assert.Equal(547, ((IPEndPoint)second.LocalEndPoint!).Port);
        Assert.Equal(SocketError.AddressAlreadyInUse, Assert.Throws<SocketException>(() => NetworkNamespace.Run(name, () => LinkSockets.OpenUdpIPv6("veth1", 547))).SocketErrorCode);
        Assert.Throws<SocketException>(() => NetworkNamespace.Run(name, () => LinkSockets.OpenUdpIPv6("none", 547)));
    }

    [Fact]
    public void A_private_namespace_ends_with_its_holder_and_takes_its_links_along()
    {
        string name = CreateNamespace();
        AddLink(name, "veth1");
        using Rtnetlink outside = Rtnetlink.Open(name);
        var space = PrivateNamespace.Create();
        Rtnetlink inside = Rtnetlink.Open(space);

        outside.MoveLink(outside.GetLink("veth1")!.Index, space);

        Assert.Null(outside.GetLink("veth1"));
        Assert.NotNull(inside.GetLink("veth1"));
        inside.Dispose();
        space.Dispose();
        // A veth goes with its other end; the kernel takes a moment.
        for (int i = 0; i < 250 && outside.GetLink("veth1p") is not null; i++)
            Thread.Sleep(20);
        Assert.Null(outside.GetLink("veth1p"));
    }
}
