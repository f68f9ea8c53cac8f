namespace DhcpNet.Tests.Docs;

/// <summary>An example of a page or of the help file.</summary>
internal sealed record HelpExample(string Title, string Text, string Code);
