using System.Diagnostics;
using DhcpNet.Linux;
using DhcpNet.Linux.Native;

namespace DhcpNet.SystemTests.Linux;

public sealed class NamespaceTests : LinuxTest
{
    [Fact]
    public void What_is_created_here_ip_sees_and_enters()
    {
        string name = ReserveName();
        Assert.Equal(NamespaceState.Missing, NetworkNamespace.GetState(name));
        Assert.Null(NetworkNamespace.GetInode(name));
        Assert.True(NetworkNamespace.Create(name));
        Assert.False(NetworkNamespace.Create(name));
        Assert.Equal(NamespaceState.Ready, NetworkNamespace.GetState(name));
        Assert.Contains(name, NetworkNamespace.List());
        Assert.Contains(name, Ip("netns", "list"), StringComparison.Ordinal);
        Assert.Contains("lo", Ip("netns", "exec", name, "ip", "link"), StringComparison.Ordinal);
        Assert.True(NetworkNamespace.Delete(name));
        Assert.False(NetworkNamespace.Delete(name));
        Assert.DoesNotContain(name, Ip("netns", "list"), StringComparison.Ordinal);
        Assert.False(File.Exists(NetworkNamespace.PathOf(name)));
    }

    [Fact]
    public void What_ip_creates_is_seen_here()
    {
        string name = ReserveName();
        Ip("netns", "add", name);
        Assert.Equal(NamespaceState.Ready, NetworkNamespace.GetState(name));
        Assert.Contains(name, NetworkNamespace.List());
        Assert.False(NetworkNamespace.Create(name));
        Ip("netns", "del", name);
        Assert.Equal(NamespaceState.Missing, NetworkNamespace.GetState(name));
    }

    [Fact]
    public void The_directory_is_one_shared_mount_however_often_it_is_prepared()
    {
        CreateNamespace();
        string other = ReserveName();
        Ip("netns", "add", other);
        CreateNamespace();
        string[] mounts = [.. File.ReadAllLines("/proc/self/mountinfo").Where(line => line.Split(' ')[4] == NetworkNamespace.Directory)];
        string mount = Assert.Single(mounts);
        Assert.Contains("shared:", mount, StringComparison.Ordinal);
    }

    // Any user of the host can take it, and keep it.
    [Fact]
    public async Task Nobody_is_kept_from_creating_by_who_has_the_directorys_lock()
    {
        CreateNamespace();
        string name = ReserveName();
        using FileDescriptor directory = FileCalls.Open(NetworkNamespace.Directory, FileCalls.ReadOnly | FileCalls.OpenDirectory | FileCalls.CloseOnExec, 0);
        Assert.Equal(0, FileCalls.Lock(directory, FileCalls.LockExclusive));

        Task<bool> creating = NetworkNamespace.WorkAsync(() => NetworkNamespace.Create(name));

        // Without end where it waits for the lock.
        Assert.True(await creating.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_thread_that_is_used_again_is_home_whatever_was_done_on_it()
    {
        ulong home = GetOwnInode();
        string outer = CreateNamespace();
        string inner = CreateNamespace();

        (ulong First, ulong Second, ulong Third) seen = await NetworkNamespace.WorkAsync(() => NetworkNamespace.Run(outer, () =>
        {
            ulong first = NetworkNamespace.Run(inner, GetOwnInode);
            ulong second = GetOwnInode();
            Assert.Throws<InvalidOperationException>(() => NetworkNamespace.Run(inner, () => throw new InvalidOperationException()));
            return (first, second, GetOwnInode());
        }));
        Assert.Equal((NetworkNamespace.GetInode(inner), NetworkNamespace.GetInode(outer), NetworkNamespace.GetInode(outer)), ((ulong?)seen.First, (ulong?)seen.Second, (ulong?)seen.Third));

        await Assert.ThrowsAsync<InvalidOperationException>(() => NetworkNamespace.WorkAsync<bool>(() => NetworkNamespace.Run<bool>(outer, () => throw new InvalidOperationException())));
        ulong[] homes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => NetworkNamespace.WorkAsync(GetOwnInode)));
        Assert.All(homes, inode => Assert.Equal(home, inode));
    }

    [Fact]
    public async Task What_awaits_work_in_a_namespace_goes_on_at_home()
    {
        ulong home = GetOwnInode();
        string name = CreateNamespace();
        for (int i = 0; i < 50; i++)
        {
            ChildProcessStart start = new() { FileName = "true", NamespaceName = name };
            await ChildProcess.RunAsync(start, TestContext.Current.CancellationToken);
            Assert.Equal(home, GetOwnInode());
        }
    }

    [Fact]
    public void The_callers_namespace_stays_what_it_was()
    {
        ulong before = GetOwnInode();
        string name = CreateNamespace();
        ulong inside = NetworkNamespace.Run(name, GetOwnInode);
        Assert.Equal(NetworkNamespace.GetInode(name), inside);
        Assert.NotEqual(before, inside);
        Assert.Equal(before, GetOwnInode());
        using Rtnetlink netlink = Rtnetlink.Open(name);
        Assert.Single(netlink.GetLinks());
        Assert.Equal(before, GetOwnInode());
    }

    [Fact]
    public void Many_who_create_the_same_one_at_once_get_one()
    {
        for (int round = 0; round < 20; round++)
        {
            string name = ReserveName();
            using Barrier barrier = new(4);
            int created = RunAtOnce(4, () =>
            {
                barrier.SignalAndWait();
                return NetworkNamespace.Create(name);
            });
            Assert.Equal(1, created);
            Assert.Equal(NamespaceState.Ready, NetworkNamespace.GetState(name));
            Assert.Single(File.ReadAllLines("/proc/self/mountinfo"), line => line.Contains(name, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Racing_with_ip_gives_one_namespace()
    {
        for (int round = 0; round < 20; round++)
        {
            string name = ReserveName();
            int created = RunAtOnce(2, index => index == 0 ? RunIp("netns", "add", name).ExitCode == 0 : NetworkNamespace.Create(name));
            Assert.Equal(1, created);
            Assert.Single(File.ReadAllLines("/proc/self/mountinfo"), line => line.Contains(name, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Creating_and_deleting_at_once_never_fails()
    {
        string name = ReserveName();
        RunAtOnce(4, index =>
        {
            for (int i = 0; i < 30; i++)
                _ = index % 2 == 0 ? NetworkNamespace.Create(name) : NetworkNamespace.Delete(name);
            return true;
        });
    }

    [Fact]
    public void A_broken_one_is_mended()
    {
        string name = CreateBroken("");
        Assert.Equal(NamespaceState.Broken, NetworkNamespace.GetState(name));
        Assert.Throws<LinuxException>(() => NetworkNamespace.Run(name, () => { }));
        Assert.True(NetworkNamespace.Create(name));
        Assert.Equal(NamespaceState.Ready, NetworkNamespace.GetState(name));
        Ip("netns", "exec", name, "true");
    }

    [Fact]
    public void A_broken_one_is_deleted()
    {
        string name = CreateBroken("");
        Assert.True(NetworkNamespace.Delete(name));
        Assert.False(File.Exists(NetworkNamespace.PathOf(name)));
    }

    [Fact]
    public void A_file_with_something_in_it_is_left_alone()
    {
        string name = CreateBroken("precious");
        Assert.Throws<LinuxException>(() => NetworkNamespace.Create(name));
        Assert.Throws<LinuxException>(() => NetworkNamespace.Delete(name));
        Assert.Equal("precious", File.ReadAllText(NetworkNamespace.PathOf(name)));
        File.Delete(NetworkNamespace.PathOf(name));
    }

    [Fact]
    public async Task A_namespace_mounted_twice_is_deleted_whole()
    {
        string name = CreateNamespace();
        string[] arguments = ["--bind", "/proc/self/ns/net", NetworkNamespace.PathOf(name)];
        await ChildProcess.RunAsync(new ChildProcessStart { FileName = "mount", Arguments = arguments, NamespaceName = name }, Cancellation);
        Assert.Equal(2, File.ReadAllLines("/proc/self/mountinfo").Count(line => line.Contains(name, StringComparison.Ordinal)));
        Assert.True(NetworkNamespace.Delete(name));
        Assert.Equal(NamespaceState.Missing, NetworkNamespace.GetState(name));
    }

    [Fact]
    public void A_missing_one_is_said_by_name()
    {
        string name = ReserveName();
        LinuxException exception = Assert.Throws<LinuxException>(() => NetworkNamespace.Run(name, () => 1));
        Assert.Equal($"enter namespace '{name}': ENOENT (No such file or directory)", exception.Message);
        Assert.Throws<LinuxException>(() => Rtnetlink.Open(name));
        Assert.Empty(NetworkNamespace.GetProcesses(name));
    }

    [Fact]
    public void An_exception_inside_comes_out_with_its_stack()
    {
        string name = CreateNamespace();
        InvalidTimeZoneException exception = Assert.Throws<InvalidTimeZoneException>(() => NetworkNamespace.Run(name, Fail));
        Assert.Contains(nameof(Fail), exception.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_processes_are_found()
    {
        string name = CreateNamespace();
        Assert.Empty(NetworkNamespace.GetProcesses(name));
        using Process process = NetworkNamespace.Run(name, () => Process.Start("sleep", "60"));
        Assert.Equal([process.Id], NetworkNamespace.GetProcesses(name));
        Assert.Equal(NetworkNamespace.GetInode(name), RunningProcess.Find(process.Id)!.NetworkNamespaceInode);
        process.Kill();
        process.WaitForExit();
        Assert.Empty(NetworkNamespace.GetProcesses(name));
    }

    private static void Fail() => throw new InvalidTimeZoneException();

    private static ulong GetOwnInode() => NetworkNamespace.GetInodeOf("/proc/thread-self/ns/net")!.Value;

    private string CreateBroken(string content)
    {
        CreateNamespace(); // so that the directory is there
        string name = ReserveName();
        File.WriteAllText(NetworkNamespace.PathOf(name), content);
        return name;
    }

    private static int RunAtOnce(int count, Func<bool> action) => RunAtOnce(count, _ => action());

    private static int RunAtOnce(int count, Func<int, bool> action)
    {
        Task<bool>[] tasks = [.. Enumerable.Range(0, count).Select(i => Task.Factory.StartNew(() => action(i), Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        return Task.WhenAll(tasks).GetAwaiter().GetResult().Count(result => result);
    }
}
