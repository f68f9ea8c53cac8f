namespace DhcpNet.Plugins.Local;

/// <summary>A step from one version of the schema to the next.</summary>
/// <param name="Version">The version that the database has afterwards.</param>
/// <param name="Sql">The statements.</param>
internal sealed record Migration(int Version, string Sql);
