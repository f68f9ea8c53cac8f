using System.Globalization;
using System.Net.Sockets;

namespace DhcpNet.Linux;

/// <summary>One family's mangle table, seen through iptables-save(8) and changed through iptables-restore(8).</summary>
internal sealed class ChecksumRuleTable
{
    private const string Legacy = "-legacy";

    private readonly string _family;
    private readonly string _program;
    private readonly string _jump;
    private readonly string _rule;
    private readonly Lazy<IptablesProgram?> _installed;

    /// <summary>Describes a table.</summary>
    /// <param name="rule">The rule that it shall have.</param>
    /// <param name="variant">Empty for what the system chose, or <c>-legacy</c> or <c>-nft</c>.</param>
    public ChecksumRuleTable(ChecksumRule rule, string variant)
    {
        Rule = rule;
        _family = rule.Family == AddressFamily.InterNetwork ? "iptables" : "ip6tables";
        _program = _family + variant;
        _installed = new Lazy<IptablesProgram?>(() => IptablesProgram.Find($"{_program}-restore"));
        _jump = $"-A POSTROUTING -j {rule.Chain}";
        // Written as iptables-save writes it, so that what is there can be compared as text.
        _rule = string.Create(CultureInfo.InvariantCulture, $"-A {rule.Chain} -p udp -m udp --dport {rule.Port} -j CHECKSUM --checksum-fill");
    }

    public ChecksumRule Rule { get; }

    /// <summary>Whether a rule in nf_tables is one in this table: not where the system's own iptables would not show it.</summary>
    public bool IsOfNfTables => _installed.Value is null or { UsesNfTables: true };

    /// <summary>Whether a rule in nf_tables has to ask for the port by the match of iptables to be shown rightly.</summary>
    public bool NeedsMatch => _installed.Value is { ReadsNativePorts: false };

    /// <summary>The tables of both families.</summary>
    /// <param name="chain">The chain's name.</param>
    /// <param name="ipv4Port">The IPv4 destination port.</param>
    /// <param name="ipv6Port">The IPv6 destination port.</param>
    /// <param name="variant">Empty for what the system chose, or <c>-legacy</c> or <c>-nft</c>.</param>
    public static IReadOnlyList<ChecksumRuleTable> CreateBoth(string chain, ushort ipv4Port, ushort ipv6Port, string variant) =>
    [
        new(new ChecksumRule(AddressFamily.InterNetwork, chain, ipv4Port), variant),
        new(new ChecksumRule(AddressFamily.InterNetworkV6, chain, ipv6Port), variant),
    ];

    /// <summary>
    /// Whether programs may show more than what was seen of nf_tables. A wrapper of either variant may show what was seen, or not.
    /// </summary>
    public bool MayShowMore(NfTablesAttempt attempt) => attempt.MayBeLegacy || attempt.State is null || (!IsOfNfTables && attempt.State != default(ChecksumRuleState));

    /// <summary>
    /// What is there beside what was seen of nf_tables: by the system's own iptables, where that may be another variant or nothing was seen,
    /// and by iptables-legacy, which the same namespace may have rules of from when the system's was that. Nothing where it can't be seen.
    /// </summary>
    public async Task<ChecksumRuleState> LookAsync(string namespaceName, NfTablesAttempt attempt, CancellationToken cancellationToken)
    {
        bool isKnown = IsOfNfTables && attempt.State is not null;
        ChecksumRuleState own = isKnown ? default : await LookAsync(_program, namespaceName, cancellationToken).ConfigureAwait(false);
        if (own.IsComplete || !attempt.MayBeLegacy || _program == _family + Legacy)
            return own;
        ChecksumRuleState legacy = await LookAsync(_family + Legacy, namespaceName, cancellationToken).ConfigureAwait(false);
        return legacy.IsComplete ? legacy : own;
    }

    /// <summary>Adds what is missing.</summary>
    /// <param name="namespaceName">The namespace.</param>
    /// <param name="state">What the program shows.</param>
    /// <param name="refusal">Why it can't be added without the program, if that was tried.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Null if it is there now, else why it can't be.</returns>
    public async Task<string?> AddAsync(string namespaceName, ChecksumRuleState state, string? refusal, CancellationToken cancellationToken)
    {
        // -w: wait for whoever holds the lock of iptables-legacy; the nft variant takes and ignores it.
        ChildProcessResult? result = await RunAsync($"{_program}-restore", namespaceName, ["--noflush", "-w"], CreateInput(state), cancellationToken).ConfigureAwait(false);
        if (result is null)
            return $"{_program}-restore is not installed{(refusal is null ? "" : $", and without it: {refusal}")}";
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
        $"*mangle\n:{Rule.Chain} - [0:0]\n{(state.HasJump ? "" : _jump + "\n")}{_rule}\nCOMMIT\n";

    private async Task<ChecksumRuleState> LookAsync(string program, string namespaceName, CancellationToken cancellationToken)
    {
        ChildProcessResult? result = await RunAsync($"{program}-save", namespaceName, ["-t", "mangle"], null, cancellationToken).ConfigureAwait(false);
        return result is { ExitCode: 0 } ? ReadState(result.StandardOutput) : default;
    }

    private static async Task<ChildProcessResult?> RunAsync(string program, string namespaceName, string[] arguments, string? input, CancellationToken cancellationToken)
    {
        if (ChildProcess.Find(program) is not string path)
            return null;
        ChildProcessStart start = new() { FileName = path, Arguments = arguments, NamespaceName = namespaceName, StandardInput = input };
        return await ChildProcess.RunAsync(start, cancellationToken).ConfigureAwait(false);
    }
}
