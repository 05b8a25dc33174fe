using Artic.Messaging.Records;
using Artic.V1;

namespace Artic.Services.Tests.Risk;

public sealed class DenialNamesTests
{
    [Fact]
    public void Every_code_says_in_words_what_it_is() =>
        Assert.DoesNotContain(Enum.GetValues<DenialCode>(), code => code != DenialCode.Unspecified && DenialNames.Words(code).Length == 0);

    [Fact]
    public void A_code_is_called_as_in_the_schema() => Assert.Equal("FLATTEN_NOT_REDUCING", DenialNames.Of(DenialCode.FlattenNotReducing));
}
