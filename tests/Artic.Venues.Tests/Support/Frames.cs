namespace Artic.Venues.Tests.Support;

/// <summary>Comparison of what two decoders read.</summary>
internal static class Frames
{
    /// <summary>Fails where two frames differ in anything that a reader can see.</summary>
    public static void NeedSame(MarketFrame one, MarketFrame other, string why)
    {
        Assert.True(one.Refusal == other.Refusal && one.Events.Length == other.Events.Length, why);
        Assert.True(one.ConnectionSequence == other.ConnectionSequence, why);
        for (int i = 0; i < one.Events.Length; i++)
        {
            MarketEvent first = one.Events[i];
            MarketEvent second = other.Events[i];
            Assert.True(one.Symbol(first).SequenceEqual(other.Symbol(second)), why);
            NeedSame(one.Bids(first), other.Bids(second), why);
            NeedSame(one.Asks(first), other.Asks(second), why);
            Assert.True(first.Equals(second), why);
        }
    }

    private static void NeedSame(ReadOnlySpan<BookLevel> one, ReadOnlySpan<BookLevel> other, string why)
    {
        Assert.True(one.Length == other.Length, why);
        for (int i = 0; i < one.Length; i++)
        {
            Assert.True(one[i].Equals(other[i]), why);
        }
    }
}
