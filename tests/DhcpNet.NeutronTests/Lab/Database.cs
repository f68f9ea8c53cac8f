namespace DhcpNet.NeutronTests.Lab;

/// <summary>A MariaDB of the lab's own, on a Unix socket alone, with an empty database for Neutron.</summary>
internal sealed class Database(string directory)
{
    private readonly LabProcess _process = new("mariadb", directory);

    private string Data => Path.Combine(directory, "mysql");

    private string Socket => Path.Combine(directory, "mysql.sock");

    /// <summary>Where it is, as Neutron has it in its configuration.</summary>
    public string Url => $"mysql+pymysql://root@localhost/neutron?unix_socket={Socket}";

    public async Task StartAsync()
    {
        Directory.CreateDirectory(Data);
        Programs.Run("mariadb-install-db", "--no-defaults", $"--datadir={Data}", "--user=root", "--auth-root-authentication-method=normal", "--skip-test-db");
        // What a power cut would lose is lost with the lab in any case.
        _process.Start(new Dictionary<string, string>(), "mariadbd", "--no-defaults", $"--datadir={Data}", "--user=root", "--skip-networking",
            $"--socket={Socket}", "--innodb-flush-log-at-trx-commit=0", "--skip-innodb-doublewrite", "--innodb-use-native-aio=0", "--innodb-flush-method=fsync");
        await _process.WaitForAsync("an answer", () => Task.FromResult(Try("select 1")));
        if (!Try("create database neutron character set utf8"))
            throw new InvalidOperationException($"mariadb: no database could be created. The end of its log:\n{_process.Tail()}");
    }

    public void Kill() => _process.Kill();

    private bool Try(string statement) => Programs.Try("mariadb", "--no-defaults", "-S", Socket, "-u", "root", "-e", statement).Status == 0;
}
