using Artic.Core.Domain;
using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Languages;

/// <summary>
/// Prices and quantities as text with the pair's precision, trailing zeros kept: checksums are over such text. What is
/// finer than the pair (a foreign capture may be) keeps all its digits. Thread: any.
/// </summary>
public sealed class PairFormat(Instrument instrument)
{
    /// <summary>Decimals of prices.</summary>
    public int PriceDecimals { get; } = DecimalsOf(instrument.TickE8);

    /// <summary>Decimals of quantities.</summary>
    public int QuantityDecimals { get; } = DecimalsOf(instrument.LotE8);

    /// <summary>A price as text.</summary>
    public string Price(long priceE8) => Text(priceE8, PriceDecimals);

    /// <summary>A quantity as text.</summary>
    public string Quantity(long quantityE8) => Text(quantityE8, QuantityDecimals);

    /// <summary>An amount at scale 8 with at least so many decimals, and as many as it has.</summary>
    public static string Text(long valueE8, int decimals)
    {
        string full = FixedPoint.ToText(valueE8, Instrument.Scale);
        int point = full.Length - Instrument.Scale - 1;
        int end = full.Length;
        while (end > point + 1 + decimals && full[end - 1] == '0')
        {
            end--;
        }

        return end == point + 1 ? full[..point] : full[..end];
    }

    /// <summary>Decimals that a step at scale 8 has: 2 for 0.01.</summary>
    public static int DecimalsOf(long stepE8)
    {
        int decimals = Instrument.Scale;
        for (; decimals > 0 && stepE8 % 10 == 0; stepE8 /= 10)
        {
            decimals--;
        }

        return decimals;
    }
}
