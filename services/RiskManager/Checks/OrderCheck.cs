using Artic.RiskManager.Exposure;
using Artic.RiskManager.Limits;
using Artic.RiskManager.Scopes;
using Artic.V1;

namespace Artic.RiskManager.Checks;

/// <summary>
/// The order in hand, what the checks need of it more than once, and which limit of which scope decided. Warnings wait until the
/// order has passed. Thread: the loop's; used again for each order. Allocates nothing.
/// </summary>
public sealed class OrderCheck(RiskBooks books)
{
    private const int MostWarnings = 256;

    private readonly Scope[] _scopes = [books.Scopes.Firm, books.Scopes.Account, books.Scopes.Venue, null!, null!];
    private readonly (Scope Scope, LimitName Name, long Actual, bool IsAbove)[] _warnings =
        new (Scope, LimitName, long, bool)[MostWarnings];

    private int _warningCount;
    private ulong _warned;

    /// <summary>What is looked at.</summary>
    public RiskBooks Books => books;

    /// <summary>What is wanted.</summary>
    public OrderIntent Intent { get; private set; } = null!;

    /// <summary>Its instrument.</summary>
    public InstrumentRisk Instrument { get; private set; } = null!;

    /// <summary>Who wants it.</summary>
    public StrategyRisk Strategy { get; private set; } = null!;

    /// <summary>Now, by the records.</summary>
    public long NowNs { get; private set; }

    /// <summary>It buys.</summary>
    public bool IsBuy { get; private set; }

    /// <summary>It can only bring the position nearer to zero, even if everything open on its side fills too.</summary>
    public bool Reduces { get; private set; }

    /// <summary>The same of the strategy's own position.</summary>
    public bool ReducesOwn { get; private set; }

    /// <summary>The worst price that it can trade at.</summary>
    public long WorstPrice { get; private set; }

    /// <summary>What it is worth at the most, at scale 8.</summary>
    public long Value { get; private set; }

    /// <summary>What it adds to the value at risk, at scale 8.</summary>
    public long ValueAtRisk { get; private set; }

    /// <summary>The limit that decided; unspecified where it was none.</summary>
    public LimitName Name { get; private set; }

    /// <summary>Whose limit or state decided; null: nobody's.</summary>
    public Scope? Decider { get; private set; }

    /// <summary>The limit that decided.</summary>
    public long Limit { get; private set; }

    /// <summary>The figure that decided.</summary>
    public long Actual { get; private set; }

    /// <summary>The one check that a person has waived for this order; unspecified: none.</summary>
    public DenialCode Waived { get; private set; }

    /// <summary>Firm, account, venue, instrument, strategy instance.</summary>
    public ReadOnlySpan<Scope> Scopes => _scopes;

    /// <summary>Firm, account, venue, instrument: those that a position in the instrument is a position of.</summary>
    public ReadOnlySpan<Scope> Market => _scopes.AsSpan(0, 4);

    /// <summary>Firm, account, venue: those that are measured by everything.</summary>
    public ReadOnlySpan<Scope> Whole => _scopes.AsSpan(0, 3);

    /// <summary>Begins another order.</summary>
    public void Begin(OrderIntent intent, long nowNs, DenialCode waived)
    {
        Intent = intent;
        Waived = waived;
        NowNs = nowNs;
        IsBuy = intent.Side == Side.Buy;
        Name = default;
        Decider = null;
        Limit = Actual = 0;
        _warningCount = 0;
    }

    /// <summary>Its instrument is known.</summary>
    public void Take(InstrumentRisk instrument)
    {
        Instrument = instrument;
        _scopes[3] = instrument.Scope;
    }

    /// <summary>Its strategy is known, and its numbers are sound.</summary>
    public void Take(StrategyRisk strategy)
    {
        Strategy = strategy;
        _scopes[4] = strategy.Scope;
        Reduces = IsReduction(Instrument.Position.Quantity, Instrument.OpenBuyQuantity, Instrument.OpenSellQuantity);
        _warned = 0;
        foreach (Scope scope in _scopes)
        {
            _warned |= scope.Warned;
        }

        ReducesOwn = IsReduction(strategy.Position.Quantity, strategy.OpenBuyQuantity, strategy.OpenSellQuantity);
    }

    /// <summary>Values it: a limit order at its price, a market order by what it would take from the book.</summary>
    public void Price()
    {
        ValueAtRisk = Money.Share(Money.FromRaw(Instrument.ValueOf(Intent.Quantity)), Instrument.ValueAtRiskShareBps);
        int scale = Instrument.PriceScale + Instrument.QuantityScale;
        if (Intent.Type == OrderType.Limit)
        {
            WorstPrice = Intent.Price;
            Value = Money.FromRaw(Money.Raw(Intent.Price, Intent.Quantity, scale));
            return;
        }

        long best = IsBuy ? Instrument.AskPrice : Instrument.BidPrice;
        Int128 cost = Instrument.Depth.Walk(
            IsBuy, Intent.Quantity, best, books.Limits[LimitName.MarketSlippageBps], out long worstPrice);
        WorstPrice = worstPrice;
        Value = Money.FromRaw(Money.Raw(cost, scale));
    }

    /// <summary>A check that has failed denies the order; where a person has waived it, what it found is forgotten.</summary>
    public bool Stands(DenialCode code)
    {
        if (code != Waived)
        {
            return true;
        }

        (Name, Decider, Limit, Actual) = (default, null, 0, 0);
        return false;
    }

    /// <summary>Remembers what decided where it is no limit of the tree. Gives true.</summary>
    public bool Deny(long limit, long actual, Scope? decider = null)
    {
        (Limit, Actual, Decider) = (limit, actual, decider);
        return true;
    }

    /// <summary>True where the figure is above the limit of any of the scopes; the tightest of them decides.</summary>
    public bool IsAbove(ReadOnlySpan<Scope> scopes, LimitName name, long actual)
    {
        if (IsQuiet(name, actual))
        {
            return false;
        }

        bool isAbove = false;
        foreach (Scope scope in scopes)
        {
            isAbove |= IsAbove(scope, name, actual) && (!isAbove || scope.Limits[name] < Limit) && Decide(scope, name, actual);
        }

        return isAbove;
    }

    /// <summary>True where the figure of a scope is above its limit.</summary>
    public bool IsAboveOwn(Scope scope, LimitName name, long actual) =>
        !IsQuiet(name, actual) && IsAbove(scope, name, actual) && Decide(scope, name, actual);

    /// <summary>True where the figure of a scope has reached its limit.</summary>
    public bool Reaches(Scope scope, LimitName name, long actual) =>
        !IsQuiet(name, actual) && scope.Limits[name] != LimitSet.None && IsAbove(scope, name, actual, atLimit: true) && Decide(scope, name, actual);

    /// <summary>The order has passed: thresholds that it crossed are said.</summary>
    public void SayWarnings()
    {
        for (int i = 0; i < _warningCount; i++)
        {
            (Scope scope, LimitName name, long actual, bool isAbove) = _warnings[i];
            Warn(books.Notices, scope, name, actual, isAbove);
        }

        _warningCount = 0;
    }

    /// <summary>Says a warning that was not said before, or takes one back.</summary>
    public static void Warn(NoticeQueue notices, Scope scope, LimitName name, long actual, bool isAbove)
    {
        ulong bit = 1UL << (int)name;
        if (isAbove && (scope.Warned & bit) == 0)
        {
            notices.Add(Notice.Of(scope, name, actual));
        }

        scope.Warned = isAbove ? scope.Warned | bit : scope.Warned & ~bit;
    }

    /// <summary>Below every limit and threshold of its scopes, and none of their warnings is to be taken back.</summary>
    private bool IsQuiet(LimitName name, long actual) =>
        actual < Strategy.QuietUpTo(name) && (_warned & (1UL << (int)name)) == 0;

    private bool IsAbove(Scope scope, LimitName name, long actual, bool atLimit = false)
    {
        long limit = scope.Limits[name];
        if (actual > limit || (atLimit && actual == limit))
        {
            return true;
        }

        bool isWarned = (scope.Warned & (1UL << (int)name)) != 0;
        bool warns = actual > scope.Limits.WarningOf(name);
        if (warns != isWarned && _warningCount < MostWarnings)
        {
            _warnings[_warningCount++] = (scope, name, actual, warns);
        }

        return false;
    }

    private bool Decide(Scope scope, LimitName name, long actual)
    {
        (Decider, Name, Limit, Actual) = (scope, name, scope.Limits[name], actual);
        return true;
    }

    private bool IsReduction(long position, long openBuys, long openSells) => IsBuy
        ? position < 0 && (Int128)openBuys + Intent.Quantity <= -(Int128)position
        : position > 0 && (Int128)openSells + Intent.Quantity <= position;
}
