using DhcpNet.Probe;

namespace DhcpNet.Tests.Probe;

public class OptionTextTests
{
    [Theory]
    [InlineData("61622e63", "ab.c")]
    [InlineData("c3a474", "ät")]
    [InlineData("6100", "a")]
    [InlineData("611b5b324a", "611B5B324A")]
    // U+009B, which begins a sequence as ESC and '[' do
    [InlineData("61c29b324a", "61C29B324A")]
    public void A_text_is_shown_where_it_moves_no_terminals_cursor(string hexadecimal, string shown) =>
        Assert.Equal(shown, OptionText.Of(OptionKind.Text, Convert.FromHexString(hexadecimal), ipVersion: 4));

    [Fact]
    public void Names_are_shown_with_what_does_not_print_in_digits() =>
        Assert.Equal(@"a\027.b, c", OptionText.Of(OptionKind.Names, Convert.FromHexString("02611b0162000163" + "00"), ipVersion: 4));
}
