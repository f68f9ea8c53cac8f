using System.Globalization;
using DhcpNet.Linux.Native;

namespace DhcpNet.Linux;

/// <summary>The users and groups of the system, wherever it keeps them (nsswitch.conf(5)).</summary>
public static class Accounts
{
    /// <summary>The name of a user.</summary>
    /// <param name="user">Its name or number; a number that no user has may still be a name. Empty: the effective user.</param>
    /// <returns>Null if there is none.</returns>
    public static string? FindUser(string user)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (user.Length == 0)
            return AccountCalls.FindUser(AccountCalls.GetEffectiveUser());
        return (TryParse(user, out uint id) ? AccountCalls.FindUser(id) : null) ?? AccountCalls.FindUser(user);
    }

    /// <summary>The name of a group.</summary>
    /// <param name="group">Its name or number; a number that no group has may still be a name. Empty: the effective group.</param>
    /// <returns>Null if there is none.</returns>
    public static string? FindGroup(string group)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (group.Length == 0)
            return AccountCalls.FindGroup(AccountCalls.GetEffectiveGroup());
        return (TryParse(group, out uint id) ? AccountCalls.FindGroup(id) : null) ?? AccountCalls.FindGroup(group);
    }

    private static bool TryParse(string text, out uint id) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id);
}
