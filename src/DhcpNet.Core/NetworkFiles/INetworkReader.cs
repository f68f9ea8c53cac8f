using DhcpNet.Plugins;

namespace DhcpNet.NetworkFiles;

/// <summary>Reads networks from a file of one format, one after the other.</summary>
internal interface INetworkReader
{
    /// <summary>The networks of a file. What is wrong with one of them stands with it.</summary>
    /// <exception cref="DhcpNetException"><c>NetworkFileInvalid</c>: the rest of the file can't be told apart.</exception>
    IEnumerable<NetworkDefinition> Read(Stream stream);
}
