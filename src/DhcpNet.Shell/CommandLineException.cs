namespace DhcpNet.Shell;

/// <summary>The program was started with options that it does not understand; the message is for the person who typed them.</summary>
internal sealed class CommandLineException(string message) : Exception(message);
