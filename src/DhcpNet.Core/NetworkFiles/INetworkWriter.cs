namespace DhcpNet.NetworkFiles;

/// <summary>Writes networks to a file of one format, one after the other.</summary>
internal interface INetworkWriter : IDisposable
{
    /// <summary>Writes a network.</summary>
    /// <returns>Whether all of it could be written.</returns>
    bool Write(Network network);

    /// <summary>Ends the file.</summary>
    void Complete();
}
