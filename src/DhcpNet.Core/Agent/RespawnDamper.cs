namespace DhcpNet.Agent;

/// <summary>How soon a process that has ended by itself is started again: at once the first time, ever later while it does not live long.</summary>
internal sealed class RespawnDamper
{
    /// <summary>Who has lived so long is well again.</summary>
    public static readonly TimeSpan LongLife = TimeSpan.FromMinutes(1);

    private static readonly Backoff Delays = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    private int _deaths;

    /// <summary>How long to wait, after a process that lived for so long.</summary>
    public TimeSpan Next(TimeSpan life)
    {
        if (life >= LongLife)
            _deaths = 0;
        return _deaths++ == 0 ? TimeSpan.Zero : Delays.After(_deaths - 1, random: 0);
    }
}
