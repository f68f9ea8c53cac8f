namespace DhcpNet.Setup;

/// <summary>Where the steps tell what they do; may be called from any thread.</summary>
public interface ISetupLog
{
    /// <summary>One line of the story.</summary>
    void Verbose(string message);

    /// <summary>Something that a person should know although the step went on.</summary>
    void Warning(string message);
}
