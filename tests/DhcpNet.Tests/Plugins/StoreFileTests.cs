using System.Runtime.Versioning;
using DhcpNet.Plugins;
using DhcpNet.Plugins.Local;
using DhcpNet.Tests.Model;

namespace DhcpNet.Tests.Plugins;

public sealed class StoreFileTests : IDisposable
{
    private static readonly int Newest = Schema.Migrations[^1].Version;
    private static readonly Migration Next = new(Newest + 1, "ALTER TABLE networks ADD COLUMN colour TEXT NOT NULL DEFAULT 'blue'");

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("dhcpnet-test-");

    private static CancellationToken Token => TestStore.Token;

    private string DatabasePath => Path.Combine(_directory.FullName, "state", "dhcpnet", "dhcpnet.db");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Directory_and_file_are_made_and_the_file_is_its_owners_alone()
    {
        await using LocalPlugin plugin = await OpenAsync(DatabasePath);
        await plugin.CreateNetworkAsync(new NetworkSpec { Name = "lab" }, Token);

        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(DatabasePath));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(DatabasePath + "-wal"));
        Assert.Equal((UnixFileMode)0, File.GetUnixFileMode(Path.GetDirectoryName(DatabasePath)!) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite));
        Assert.Equal($"SQLite, {DatabasePath}", plugin.Description);
    }

    [Fact]
    public async Task An_empty_file_becomes_a_database()
    {
        string path = Path.Combine(_directory.FullName, "empty.db");
        File.WriteAllBytes(path, []);
        await using LocalPlugin plugin = await OpenAsync(path);
        Assert.Empty(await plugin.FindNetworksAsync("*", Token));
    }

    [Fact]
    public async Task What_was_written_is_there_when_it_is_opened_again()
    {
        await using (LocalPlugin plugin = await OpenAsync(DatabasePath))
            await plugin.CreateNetworkAsync(new NetworkSpec { Name = "lab" }, Token);
        await using LocalPlugin again = await OpenAsync(DatabasePath);
        Assert.Single(await again.FindNetworksAsync("lab", Token));
    }

    [Fact]
    public async Task A_backup_that_is_put_in_the_databases_place_is_seen_and_written_to()
    {
        string backup = await MakeBackupAsync("restored");
        await using LocalPlugin plugin = await OpenAsync(DatabasePath);
        await plugin.CreateNetworkAsync(new NetworkSpec { Name = "lab" }, Token);
        Assert.Single(await plugin.FindNetworksAsync("lab", Token));

        MoveAway();
        File.Move(backup, DatabasePath);
        await plugin.CreateNetworkAsync(new NetworkSpec { Name = "later" }, Token);

        Assert.Equal(["later", "restored"], (await plugin.FindNetworksAsync("*", Token)).Select(n => n.Name));
        await using LocalPlugin other = await OpenAsync(DatabasePath);
        Assert.Equal(["later", "restored"], (await other.FindNetworksAsync("*", Token)).Select(n => n.Name));
    }

    [Fact]
    public async Task A_database_that_is_gone_is_told_of_and_may_come_back()
    {
        await using LocalPlugin plugin = await OpenAsync(DatabasePath);
        await plugin.CreateNetworkAsync(new NetworkSpec { Name = "lab" }, Token);

        string away = MoveAway();

        await Refused.WithAsync("StoreGone", DhcpNetErrorKind.Unavailable, () => plugin.CreateNetworkAsync(new NetworkSpec { Name = "lost" }, Token));
        await Refused.WithAsync("StoreGone", DhcpNetErrorKind.Unavailable, () => plugin.FindNetworksAsync("*", Token));
        Assert.False(File.Exists(DatabasePath));
        foreach (string file in Directory.GetFiles(away))
            File.Move(file, Path.Combine(Path.GetDirectoryName(DatabasePath)!, Path.GetFileName(file)));
        Assert.Equal("lab", Assert.Single(await plugin.FindNetworksAsync("*", Token)).Name);
    }

    [Fact]
    public async Task A_store_that_had_a_network_is_not_one_that_never_had()
    {
        await using LocalPlugin plugin = await OpenAsync(DatabasePath);
        Assert.False(await plugin.HasHadNetworksAsync(Token));

        (Network network, bool _) = await plugin.CreateNetworkAsync(new NetworkSpec { Name = "lab" }, Token);
        Assert.True(await plugin.HasHadNetworksAsync(Token));
        await plugin.DeleteNetworkAsync(network.Id, Token);

        Assert.True(await plugin.HasHadNetworksAsync(Token));
    }

    [Fact]
    public async Task An_older_schema_is_migrated_with_what_it_holds()
    {
        await using (LocalPlugin plugin = await OpenAsync(DatabasePath))
            await plugin.CreateNetworkAsync(new NetworkSpec { Name = "lab" }, Token);

        await using LocalPlugin newer = await LocalPlugin.OpenAsync(Options(DatabasePath), [.. Schema.Migrations, Next], Token);

        Assert.Single(await newer.FindNetworksAsync("lab", Token));
        Assert.Equal(((long)Newest + 1, "blue"), (Sql(DatabasePath, "PRAGMA user_version"), Sql(DatabasePath, "SELECT colour FROM networks")));
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_the_schema_as_it_was()
    {
        await using (LocalPlugin plugin = await OpenAsync(DatabasePath))
            await plugin.CreateNetworkAsync(new NetworkSpec { Name = "lab" }, Token);
        var broken = new Migration(Newest + 1, Next.Sql + "; INSERT INTO nowhere VALUES (1)");

        await Refused.WithAsync("StoreFailed", DhcpNetErrorKind.Failed, () => LocalPlugin.OpenAsync(Options(DatabasePath), [.. Schema.Migrations, broken], Token));

        await using LocalPlugin again = await OpenAsync(DatabasePath);
        Assert.Single(await again.FindNetworksAsync("lab", Token));
        Assert.Equal((long)Newest, Sql(DatabasePath, "PRAGMA user_version"));
    }

    [Fact]
    public async Task A_newer_schema_is_refused_and_left_alone()
    {
        await using (LocalPlugin newer = await LocalPlugin.OpenAsync(Options(DatabasePath), [.. Schema.Migrations, Next], Token))
            await newer.CreateNetworkAsync(new NetworkSpec { Name = "lab" }, Token);
        byte[] before = File.ReadAllBytes(DatabasePath);

        DhcpNetException error = await Refused.WithAsync("StoreTooNew", DhcpNetErrorKind.Unavailable, () => OpenAsync(DatabasePath));

        Assert.Contains($"schema version {Newest + 1}, and this DhcpNet knows up to {Newest}", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(DatabasePath));
    }

    [Fact]
    public async Task What_is_not_ours_is_refused_and_left_alone()
    {
        string text = Path.Combine(_directory.FullName, "text.db"), foreign = Path.Combine(_directory.FullName, "foreign.db");
        File.WriteAllText(text, new string('x', 5000));
        Sql(foreign, "CREATE TABLE t (x)");
        byte[] before = File.ReadAllBytes(foreign);

        await Refused.WithAsync("StoreNotADatabase", DhcpNetErrorKind.Conflict, () => OpenAsync(text));
        DhcpNetException error = await Refused.WithAsync("StoreNotADatabase", DhcpNetErrorKind.Conflict, () => OpenAsync(foreign));

        Assert.Contains("another program", error.Message, StringComparison.Ordinal);
        Assert.Equal(new string('x', 5000), File.ReadAllText(text));
        Assert.Equal(before, File.ReadAllBytes(foreign));
    }

    [Fact]
    public async Task A_path_that_cannot_be_written_is_named_with_the_reason()
    {
        string file = Path.Combine(_directory.FullName, "file");
        File.WriteAllText(file, "");
        foreach (string path in new[] { Path.Combine(file, "dhcpnet.db"), "/proc/dhcpnet/dhcpnet.db", _directory.FullName })
        {
            DhcpNetException error = await Refused.WithAsync("StorePathNotWritable", DhcpNetErrorKind.PermissionDenied, () => OpenAsync(path));
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
        }
    }

    private async Task<string> MakeBackupAsync(string network)
    {
        string path = Path.Combine(_directory.FullName, "backup.db");
        await using LocalPlugin plugin = await OpenAsync(path);
        await plugin.CreateNetworkAsync(new NetworkSpec { Name = network }, Token);
        return path;
    }

    // With what SQLite keeps beside it.
    private string MoveAway()
    {
        string away = Directory.CreateDirectory(Path.Combine(_directory.FullName, "away")).FullName;
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(DatabasePath)!, Path.GetFileName(DatabasePath) + "*"))
            File.Move(file, Path.Combine(away, Path.GetFileName(file)));
        return away;
    }

    private static LocalPluginOptions Options(string path) => new() { Path = path, HostName = TestStore.HostName };

    private static Task<LocalPlugin> OpenAsync(string path) => LocalPlugin.OpenAsync(Options(path), Token);

    private static object? Sql(string path, string sql) => TestStore.Sql(path, sql);
}
