namespace Artic.Strategies;

/// <summary>Why a strategy says what it says. The numbers are frozen: records hold them.</summary>
public enum SignalReason
{
    /// <summary>Nothing was decided yet.</summary>
    None = 0,

    /// <summary>Fewer bars than the strategy needs.</summary>
    WarmingUp = 1,

    /// <summary>The input holds what is no number, or has no sides, and was passed over.</summary>
    PassedOver = 2,

    /// <summary>The rule's formula has no result here, such as where the price has not moved at all.</summary>
    Undefined = 3,

    /// <summary>The rule speaks for neither side.</summary>
    Neutral = 4,

    /// <summary>Something that the rule asks for beside a direction is missing.</summary>
    Filtered = 5,

    /// <summary>The trend is upward.</summary>
    TrendUp = 6,

    /// <summary>The trend is downward.</summary>
    TrendDown = 7,

    /// <summary>The price left its range upward.</summary>
    BreakUp = 8,

    /// <summary>The price left its range downward.</summary>
    BreakDown = 9,

    /// <summary>The price is too low and should return.</summary>
    Oversold = 10,

    /// <summary>The price is too high and should return.</summary>
    Overbought = 11,

    /// <summary>More is bought than sold.</summary>
    BuyPressure = 12,

    /// <summary>More is sold than bought.</summary>
    SellPressure = 13,

    /// <summary>Volatility is low; a move is awaited.</summary>
    Squeeze = 14,
}
