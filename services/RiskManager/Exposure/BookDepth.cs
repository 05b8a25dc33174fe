using Artic.Messaging.Records;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.RiskManager.Exposure;

/// <summary>
/// The best levels of a book as the record said them. They are read only for a market order, so that the many books between
/// two of those cost a copy. Thread: the loop's. Allocates nothing once the message has taken a book of the size.
/// </summary>
/// <param name="top">What a record is read into; one for all instruments.</param>
public sealed class BookDepth(BookTop top)
{
    /// <summary>Fifty levels a side and their heads; a longer record is not kept.</summary>
    private const int MostBytes = 2048;

    private readonly byte[] _record = new byte[MostBytes];
    private readonly BookTop _top = top;
    private int _length;

    /// <summary>Keeps a record of a book's best levels.</summary>
    public void Take(ReadOnlySpan<byte> record)
    {
        _length = record.Length <= MostBytes ? record.Length : 0;
        record[.._length].CopyTo(_record);
    }

    /// <summary>The book is not known any more.</summary>
    public void Clear() => _length = 0;

    /// <summary>
    /// What a market order would take: level by level, none better than the best price that is known; what is left is at
    /// <paramref name="slippageBps"/> beyond the last level. Gives the worst price, and the sum of prices times quantities.
    /// </summary>
    /// <param name="isBuy">Whether it takes the asks.</param>
    /// <param name="quantity">How much.</param>
    /// <param name="bestPrice">The best price of that side by the last quote.</param>
    /// <param name="slippageBps">How far beyond, in hundredths of a per cent.</param>
    /// <param name="worstPrice">The price of the last part.</param>
    public Int128 Walk(bool isBuy, long quantity, long bestPrice, long slippageBps, out long worstPrice)
    {
        _top.Reset();
        if (_length > 0)
        {
            Google.Protobuf.MessageExtensions.MergeFrom(_top, _record.AsSpan(0, _length));
        }

        Google.Protobuf.Collections.RepeatedField<long> prices = isBuy ? _top.AskPrices : _top.BidPrices;
        Google.Protobuf.Collections.RepeatedField<long> quantities = isBuy ? _top.AskQuantities : _top.BidQuantities;
        int levels = Math.Min(prices.Count, quantities.Count);
        Int128 cost = 0;
        worstPrice = bestPrice;
        for (int i = 0; i < levels && quantity > 0; i++)
        {
            worstPrice = isBuy ? Math.Max(worstPrice, prices[i]) : Math.Min(worstPrice, prices[i]);
            long taken = Math.Min(quantity, Math.Max(0, quantities[i]));
            cost += (Int128)worstPrice * taken;
            quantity -= taken;
        }

        if (quantity > 0)
        {
            Int128 slip = ((Int128)worstPrice * slippageBps + 9_999) / 10_000;
            worstPrice = (long)(isBuy ? Int128.Min(worstPrice + slip, long.MaxValue) : Int128.Max(worstPrice - slip, 1));

            // A sale is not worth less for slipping: the better price counts for what it is worth, the worse one as its price.
            cost += (Int128)(isBuy ? worstPrice : Math.Max(worstPrice, bestPrice)) * quantity;
        }

        return cost;
    }

    /// <summary>Writes the record.</summary>
    public void Save(StateWriter state) => state.WriteBytes(_record.AsSpan(0, _length));

    /// <summary>Takes the record that another one had.</summary>
    public void Load(StateReader state) => Take(state.ReadBytes());
}
