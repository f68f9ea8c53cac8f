namespace DhcpNet;

/// <summary>How it stands with a lease.</summary>
public enum DhcpLeaseState
{
    /// <summary>A client has it.</summary>
    Active,

    /// <summary>
    /// It stands ready for the client of a reservation, so that one which had the address before is not refused; no client has taken it since dnsmasq
    /// was started.
    /// </summary>
    Prepared,

    /// <summary>Its time is over; dnsmasq, when it runs, forgets it.</summary>
    Expired,

    /// <summary>It belongs to no port of the network: the reservation is gone, or has another address now.</summary>
    Stale,
}
