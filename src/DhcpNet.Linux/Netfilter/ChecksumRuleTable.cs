using System.Globalization;

namespace DhcpNet.Linux;

/// <summary>One family's mangle table in one namespace, seen through iptables-save(8) and changed through iptables-restore(8).</summary>
internal sealed class ChecksumRuleTable
{
    private const int MaximumChainLength = 28; // XT_EXTENSION_MAXNAMELEN without its end

    // What the system's iptables may be, and what the same namespace may have rules of from when it was the other.
    private static readonly string[] Variants = ["-nft", "-legacy"];

    private readonly string _namespaceName;
    private readonly string _family;
    private readonly string _program;
    private readonly string _chain;
    private readonly string _jump;
    private readonly string _rule;

    /// <summary>Describes a table.</summary>
    /// <param name="namespaceName">The namespace.</param>
    /// <param name="family"><c>iptables</c> or <c>ip6tables</c>.</param>
    /// <param name="variant">Empty for what the system chose, or <c>-legacy</c> or <c>-nft</c>.</param>
    /// <param name="chain">The chain's name.</param>
    /// <param name="port">The destination port.</param>
    public ChecksumRuleTable(string namespaceName, string family, string variant, string chain, ushort port)
    {
        ArgumentException.ThrowIfNullOrEmpty(chain);
        // What goes to iptables-restore is lines of text: nothing may end a line or begin an option.
        if (chain.Length > MaximumChainLength || chain[0] == '-' || chain.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')))
            throw new ArgumentException($"'{chain}' is no name of a chain.", nameof(chain));
        _namespaceName = namespaceName;
        _family = family;
        _program = family + variant;
        _chain = chain;
        _jump = $"-A POSTROUTING -j {chain}";
        // Written as iptables-save writes it, so that what is there can be compared as text.
        _rule = string.Create(CultureInfo.InvariantCulture, $"-A {chain} -p udp -m udp --dport {port} -j CHECKSUM --checksum-fill");
    }

    /// <summary>The tables of both families.</summary>
    /// <param name="namespaceName">The namespace.</param>
    /// <param name="chain">The chain's name.</param>
    /// <param name="ipv4Port">The IPv4 destination port.</param>
    /// <param name="ipv6Port">The IPv6 destination port.</param>
    /// <param name="variant">Empty for what the system chose, or <c>-legacy</c> or <c>-nft</c>.</param>
    public static IReadOnlyList<ChecksumRuleTable> CreateBoth(string namespaceName, string chain, ushort ipv4Port, ushort ipv6Port, string variant = "") =>
    [
        new(namespaceName, "iptables", variant, chain, ipv4Port),
        new(namespaceName, "ip6tables", variant, chain, ipv6Port),
    ];

    /// <summary>What is there; nothing where it can't be seen, since adding then says why.</summary>
    public Task<ChecksumRuleState> LookAsync(CancellationToken cancellationToken) => LookAsync(_program, cancellationToken);

    /// <summary>
    /// Whether any variant of iptables has put it there. The kernel passes packets through the tables of all: one rule is enough, whichever
    /// made it.
    /// </summary>
    public async Task<bool> IsThereAsOtherAsync(CancellationToken cancellationToken)
    {
        foreach (string program in Variants.Select(variant => _family + variant).Where(program => program != _program))
        {
            if ((await LookAsync(program, cancellationToken).ConfigureAwait(false)).IsComplete)
                return true;
        }
        return false;
    }

    /// <summary>Adds what is missing.</summary>
    /// <returns>Null if it is there now, else why it can't be.</returns>
    public async Task<string?> AddAsync(ChecksumRuleState state, CancellationToken cancellationToken)
    {
        // -w: wait for whoever holds the lock of iptables-legacy; the nft variant takes and ignores it.
        ChildProcessResult? result = await RunAsync($"{_program}-restore", ["--noflush", "-w"], CreateInput(state), cancellationToken).ConfigureAwait(false);
        if (result is null)
            return $"{_program}-restore is not installed";
        if (result.ExitCode == 0)
            return null;
        string[] lines = result.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"{_program}-restore ended with {result.ExitCode}") : string.Join(' ', lines);
    }

    internal ChecksumRuleState ReadState(string saved)
    {
        string[] lines = saved.Split('\n', StringSplitOptions.TrimEntries);
        return new ChecksumRuleState(lines.Contains(_rule), lines.Contains(_jump));
    }

    // Naming the chain creates it, or empties it where it is there: its rule is never there twice. POSTROUTING, which has a policy of its
    // own, is left as it is.
    internal string CreateInput(ChecksumRuleState state) =>
        $"*mangle\n:{_chain} - [0:0]\n{(state.HasJump ? "" : _jump + "\n")}{_rule}\nCOMMIT\n";

    private async Task<ChecksumRuleState> LookAsync(string program, CancellationToken cancellationToken)
    {
        ChildProcessResult? result = await RunAsync($"{program}-save", ["-t", "mangle"], null, cancellationToken).ConfigureAwait(false);
        return result is { ExitCode: 0 } ? ReadState(result.StandardOutput) : default;
    }

    private async Task<ChildProcessResult?> RunAsync(string program, string[] arguments, string? input, CancellationToken cancellationToken)
    {
        if (ChildProcess.Find(program) is not string path)
            return null;
        ChildProcessStart start = new() { FileName = path, Arguments = arguments, NamespaceName = _namespaceName, StandardInput = input };
        return await ChildProcess.RunAsync(start, cancellationToken).ConfigureAwait(false);
    }
}
