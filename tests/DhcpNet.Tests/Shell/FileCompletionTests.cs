using DhcpNet.Shell;

namespace DhcpNet.Tests.Shell;

public sealed class FileCompletionTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("dhcpnet-completion").FullName;

    public FileCompletionTests()
    {
        Directory.CreateDirectory(Path.Combine(_directory, "some place"));
        File.WriteAllText(Path.Combine(_directory, "some file"), "");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("Import-Module ./so", "./some` file", "./some` place/")]
    [InlineData("cat './so", "./some file", "./some place/")]
    [InlineData("cd so", "some` place/")]
    [InlineData("Get-so")]
    [InlineData("./nothing/so")]
    public void A_word_with_a_slash_is_a_path(string text, params string[] expected) =>
        Assert.Equal(expected, FileCompletion.Complete(text, text.Length, _directory).Texts);
}
