namespace Artic.Hosting.Options;

/// <summary>
/// Limits of one scope: firm, account, venue, strategy instance or instrument. What is not set does not limit this scope; the
/// account's are complete, by the configuration or by a default. Of those that an order comes under the tightest applies.
/// Quantities and money are decimal text. <see cref="Limits.LimitRules"/> says what each may be.
/// </summary>
public class ScopeLimitsOptions
{
    /// <summary>Price times quantity of one order, in the quote asset; a market order is valued at the book.</summary>
    public string? MaxOrderValue { get; set; }

    /// <summary>Quantity of one order.</summary>
    public string? MaxOrderQuantity { get; set; }

    /// <summary>Position in one instrument either way, counting every open order at its worst; of a strategy: its own.</summary>
    public string? MaxPosition { get; set; }

    /// <summary>
    /// Loss of a UTC day, open positions at the mid, at which trading halts; of a strategy or an instrument: at which it
    /// opens nothing more.
    /// </summary>
    public string? MaxDailyLoss { get; set; }

    /// <summary>Distance of an order's price from the mid, in hundredths of a per cent.</summary>
    public long? PriceCollarBps { get; set; }

    /// <summary>Orders a second, on average; with <see cref="OrderBurst"/>.</summary>
    public long? OrdersPerSecond { get; set; }

    /// <summary>Orders at once.</summary>
    public long? OrderBurst { get; set; }

    /// <summary>A quote older than this opens nothing, in milliseconds.</summary>
    public long? StaleQuoteMs { get; set; }

    /// <summary>Distance of an order's price from the last trade, in hundredths of a per cent.</summary>
    public long? TradeCollarBps { get; set; }

    /// <summary>Distance of an order's price from the first mid of the UTC day, in hundredths of a per cent.</summary>
    public long? ReferenceCollarBps { get; set; }

    /// <summary>How far the mid may have moved within the window, in hundredths of a per cent.</summary>
    public long? MarketMoveBps { get; set; }

    /// <summary>That window, in milliseconds.</summary>
    public long? MarketMoveWindowMs { get; set; }

    /// <summary>
    /// What of a market order the known book does not hold is valued so far beyond its last level, in hundredths of a per
    /// cent.
    /// </summary>
    public long? MarketSlippageBps { get; set; }

    /// <summary>
    /// Cancels a second, on average; beyond it nothing new is sent, cancels always pass. With <see cref="CancelBurst"/>.
    /// </summary>
    public long? CancelsPerSecond { get; set; }

    /// <summary>Cancels at once.</summary>
    public long? CancelBurst { get; set; }

    /// <summary>Orders for each trade within the window.</summary>
    public long? OrderToTradeRatio { get; set; }

    /// <summary>That window, in milliseconds.</summary>
    public long? OrderToTradeWindowMs { get; set; }

    /// <summary>Orders within the window that need no trade.</summary>
    public long? OrderToTradeFreeOrders { get; set; }

    /// <summary>Executions of a strategy in an instrument until it is disabled and a named person enables it again.</summary>
    public long? MaxExecutions { get; set; }

    /// <summary>Value of all positions at the mid, each counting its open orders at the worst side.</summary>
    public string? MaxGrossExposure { get; set; }

    /// <summary>Value of what is long less what is short, either way, counting open orders at the worst side.</summary>
    public string? MaxNetExposure { get; set; }

    /// <summary>Orders that may be open at once.</summary>
    public long? MaxOpenOrders { get; set; }

    /// <summary>Fee that a buy is expected to cost, in hundredths of a per cent.</summary>
    public long? FeeBps { get; set; }

    /// <summary>Loss within the loss window.</summary>
    public string? MaxRollingLoss { get; set; }

    /// <summary>That window, in milliseconds.</summary>
    public long? LossWindowMs { get; set; }

    /// <summary>Loss from the best result within the drawdown window.</summary>
    public string? MaxDrawdown { get; set; }

    /// <summary>That window, in milliseconds.</summary>
    public long? DrawdownWindowMs { get; set; }

    /// <summary>Closing trades with a loss one after the other, until it cools down.</summary>
    public long? MaxLosingStreak { get; set; }

    /// <summary>How long nothing is opened then, in milliseconds.</summary>
    public long? StreakCoolDownMs { get; set; }

    /// <summary>Share of one instrument in the gross exposure, in hundredths of a per cent.</summary>
    public long? MaxConcentrationBps { get; set; }

    /// <summary>Gross exposure up to which shares do not count.</summary>
    public string? ConcentrationFloor { get; set; }

    /// <summary>Value at risk, the order's own share included.</summary>
    public string? MaxValueAtRisk { get; set; }

    /// <summary>
    /// What a unit of value adds to the value at risk until that is known from marks, in hundredths of a per cent.
    /// </summary>
    public long? ValueAtRiskShareBps { get; set; }

    /// <summary>Value at risk from marks is good for so long, in milliseconds.</summary>
    public long? ValueAtRiskAgeMs { get; set; }

    /// <summary>The same order of the same instance again within this is a duplicate, in milliseconds; 0: never.</summary>
    public long? DuplicateWindowMs { get; set; }

    /// <summary>An instrument's definition is good for so long, in milliseconds.</summary>
    public long? ReferenceDataAgeMs { get; set; }

    /// <summary>The wall clock may step so far within a minute, in milliseconds.</summary>
    public long? ClockStepMs { get; set; }

    /// <summary>How far this machine's clock may be from the venue's, the error of the measurement added, in milliseconds.</summary>
    public long? ClockOffsetMs { get; set; }

    /// <summary>Bytes of one stream that may wait for its archive.</summary>
    public long? ArchiveLagBytes { get; set; }

    /// <summary>
    /// Warning thresholds by the names of their limits, below them; the others are at the risk options' per cent.
    /// </summary>
    public Dictionary<string, string>? Warnings { get; set; }

    /// <summary>Nothing is traded here.</summary>
    public bool Restricted { get; set; }

    /// <summary>When orders may be sent, in UTC: <c>"08:00-16:30"</c> or <c>"mon-fri 08:00-16:30"</c>; none: always.</summary>
    public List<string>? TradingHours { get; set; }
}
