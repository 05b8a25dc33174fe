using System.Text;
using Artic.Core.Domain;
using Artic.MarketData;
using Artic.Venues;

namespace Artic.Services.Tests.MarketData;

public sealed class SymbolTableTests
{
    [Fact]
    public void Each_of_a_thousand_symbols_is_found_and_a_foreign_one_is_not()
    {
        InstrumentFeed[] feeds = [.. Enumerable.Range(1, 1000).Select(i => MarketFrames.Feed((uint)i, $"B{i:D4}USDT"))];
        foreach (int capacity in (int[])[0, 1000])
        {
            SymbolTable<InstrumentFeed> table = new(capacity);
            Array.ForEach(feeds, feed => table.Add(feed.SymbolBytes, feed));
            Assert.Equal(1000, table.Count);
            foreach (InstrumentFeed feed in feeds)
            {
                Assert.Same(feed, table.Find(Encoding.ASCII.GetBytes(feed.Symbol)));
            }

            Assert.Null(table.Find("B1001USDT"u8));
            Assert.Null(table.Find(""u8));
        }
    }

    [Fact]
    public void An_instrument_is_found_by_its_number_and_an_unknown_number_is_nobody()
    {
        InstrumentTable<string> table = new(["seven", "three"], name => name == "seven" ? 7u : 3u);
        Assert.Equal(("seven", "three"), (table.Find(7), table.Find(3)));
        Assert.All([0u, 4u, 8u, uint.MaxValue], id => Assert.Null(table.Find(id)));
    }
}
