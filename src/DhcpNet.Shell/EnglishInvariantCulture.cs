using System.Globalization;

namespace DhcpNet.Shell;

/// <summary>
/// The invariant culture with a language. Where .NET has no other (without libicu), the engine would break the lines of help and lists
/// in the middle of words: it breaks them between words in languages that it knows to have such.
/// </summary>
internal sealed class EnglishInvariantCulture() : CultureInfo("")
{
    public override string TwoLetterISOLanguageName => "en";
}
