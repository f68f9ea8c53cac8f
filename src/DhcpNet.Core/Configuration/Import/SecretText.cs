using System.Text.RegularExpressions;

namespace DhcpNet.Configuration.Import;

/// <summary>Keeps passwords, and what may hold one, off the screen.</summary>
internal static partial class SecretText
{
    private const string Mask = "****";

    /// <summary>An option's value, or stars in its place.</summary>
    public static string Hide(string name, string value) => value.Length > 0 && (Names().IsMatch(name) || UserInfo().IsMatch(value)) ? Mask : value;

    [GeneratedRegex("pass|secret|token|credential|_key$|^transport_url$|^(sql_|slave_)?connection$", RegexOptions.IgnoreCase)]
    private static partial Regex Names();

    // scheme://user:password@host
    [GeneratedRegex("://[^/@]*@")]
    private static partial Regex UserInfo();
}
