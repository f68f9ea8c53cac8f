using System.Globalization;
using DhcpNet.Metadata;

namespace DhcpNet.Dnsmasq;

/// <summary>
/// Which revision of the network dnsmasq serves, and what its files looked like then: who finds both as they were need not compare
/// files with the network.
/// </summary>
internal static class ServedRevision
{
    /// <summary>Notes it.</summary>
    public static void Write(NetworkDirectory directory, DhcpConfiguration configuration, long revision) =>
        directory.Write(directory.Revision, Format(revision, configuration, directory));

    /// <summary>The revision; null where it is not known, or something has touched the files since.</summary>
    public static long? Read(NetworkDirectory directory, DhcpConfiguration configuration)
    {
        string? text = NetworkDirectory.Read(directory.Revision);
        return long.TryParse(text?.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out long revision) && !directory.HasPending && text == Format(revision, configuration, directory)
            ? revision
            : null;
    }

    // With what of the configuration is in the files and not on the command line, or is the metadata proxy's.
    private static string Format(long revision, DhcpConfiguration configuration, NetworkDirectory directory) => string.Create(
        CultureInfo.InvariantCulture,
        $"{revision} {Look(directory.Host)} {Look(directory.AddnHosts)} {Look(directory.Opts)} {configuration.EnableAddr6List} {configuration.EnableIsolatedMetadata} {configuration.ForceMetadata} {Proxy(configuration)}\n");

    private static string Proxy(DhcpConfiguration configuration) => MetadataRule.IsOn(configuration)
        ? $"{configuration.MetadataProxySocket} {configuration.MetadataProxyUser} {configuration.MetadataProxyGroup}"
        : "";

    private static string Look(string path) =>
        new FileInfo(path) is { Exists: true } file ? string.Create(CultureInfo.InvariantCulture, $"{file.Length}@{file.LastWriteTimeUtc.Ticks}") : "none";
}
