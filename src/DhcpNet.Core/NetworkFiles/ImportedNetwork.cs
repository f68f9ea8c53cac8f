namespace DhcpNet.NetworkFiles;

/// <summary>A network of a file that was imported.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Content">What is on it: <c>10.0.0.0/24, 3 reservations</c>.</param>
/// <param name="Created">Whether it is new; false: it was there already just so.</param>
public sealed record ImportedNetwork(Guid Id, string Name, string Content, bool Created);
