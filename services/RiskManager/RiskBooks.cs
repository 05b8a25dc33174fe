using Artic.Core.Domain;
using Artic.Hosting.Options;
using Artic.RiskManager.Breakers;
using Artic.RiskManager.Exposure;
using Artic.RiskManager.Limits;
using Artic.RiskManager.Rates;
using Artic.RiskManager.Scopes;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.RiskManager;

/// <summary>Everything that the checks look at, each in its own book. Thread: the loop's.</summary>
public sealed class RiskBooks
{
    private readonly InstrumentTable<InstrumentRisk> _instruments;
    private readonly Dictionary<uint, StrategyRisk> _strategies = [];

    /// <param name="options">A configuration that was checked.</param>
    public RiskBooks(PipelineOptions options)
    {
        Scopes = new ScopeTree(options);
        Limits = Scopes.Account.Limits;
        ApprovalNs = options.Risk.ApprovalMs * 1_000_000L;
        List<string> assets = [];
        BookTop top = new();
        Instruments = new InstrumentRisk[options.Instruments.Count];
        for (int i = 0; i < Instruments.Length; i++)
        {
            Instruments[i] = new InstrumentRisk(
                Scopes.Instruments[i], AssetOf(options.Instruments[i].BaseAsset), AssetOf(options.Instruments[i].QuoteAsset),
                Limits.Ns(LimitName.MarketMoveWindowMs), top);
        }

        _instruments = new InstrumentTable<InstrumentRisk>(Instruments, instrument => instrument.InstrumentId);
        Strategies = new StrategyRisk[options.Strategies.Count];
        for (int i = 0; i < Strategies.Length; i++)
        {
            InstrumentRisk instrument = Find((uint)options.Strategies[i].Instrument) ??
                throw new InvalidOperationException($"strategy {options.Strategies[i].Id} trades what is no instrument");
            Strategies[i] = new StrategyRisk(Scopes.Strategies[i], instrument);
            _strategies.Add(Scopes.Strategies[i].Id, Strategies[i]);
        }

        TakeLimits();
        Notices = new NoticeQueue();
        Breakers = new BreakerSet(options.Risk.Breakers, Notices);
        Open = new OpenOrders(Scopes);
        Balances = new BalanceBook(assets.Count);

        int AssetOf(string name)
        {
            int at = assets.IndexOf(name);
            if (at < 0)
            {
                at = assets.Count;
                assets.Add(name);
            }

            return at;
        }
    }

    /// <summary>Limits, states and counts by scope.</summary>
    public ScopeTree Scopes { get; }

    /// <summary>The account's limits, with the settings of all.</summary>
    public LimitSet Limits { get; }

    /// <summary>Life of an approval, and the oldest intent that is looked at.</summary>
    public long ApprovalNs { get; }

    /// <summary>The instruments.</summary>
    public InstrumentRisk[] Instruments { get; }

    /// <summary>The strategy instances.</summary>
    public StrategyRisk[] Strategies { get; }

    /// <summary>Orders that count.</summary>
    public OpenOrders Open { get; }

    /// <summary>Gross and net exposure.</summary>
    public ExposureBook Exposure { get; } = new();

    /// <summary>What may be spent.</summary>
    public BalanceBook Balances { get; }

    /// <summary>The orders of the last moments.</summary>
    public DuplicateTable Duplicates { get; } = new();

    /// <summary>Value at risk.</summary>
    public ValueAtRiskBook ValueAtRisk { get; } = new();

    /// <summary>UTC.</summary>
    public WallClock Clock { get; } = new();

    /// <summary>The venue's clock and the archive.</summary>
    public Surroundings Surroundings { get; } = new();

    /// <summary>Circuit breakers.</summary>
    public BreakerSet Breakers { get; }

    /// <summary>What else has to go on record.</summary>
    public NoticeQueue Notices { get; }

    /// <summary>The instrument, or null.</summary>
    public InstrumentRisk? Find(uint instrumentId) => _instruments.Find(instrumentId);

    /// <summary>The strategy instance, or null.</summary>
    public StrategyRisk? FindStrategy(uint instanceId) => _strategies.GetValueOrDefault(instanceId);

    /// <summary>Limits have changed.</summary>
    public void TakeLimits()
    {
        Array.ForEach(Strategies, strategy => strategy.TakeLimits(Scopes));
        Array.ForEach(Instruments, instrument => instrument.TakeLimits(Limits));
    }

    /// <summary>Writes all books.</summary>
    public void Save(StateWriter state)
    {
        state.Section("books");
        Scopes.Save(state);
        state.Write(Instruments.Length);
        foreach (InstrumentRisk instrument in Instruments)
        {
            instrument.Save(state);
        }

        state.Write(Strategies.Length);
        foreach (StrategyRisk strategy in Strategies)
        {
            strategy.Save(state);
        }

        Open.Save(state);
        Balances.Save(state);
        Duplicates.Save(state);
        ValueAtRisk.Save(state);
        Clock.Save(state);
        Surroundings.Save(state);
        Breakers.Save(state);
    }

    /// <summary>Takes what another one with the same configuration held.</summary>
    public void Load(StateReader state)
    {
        state.Section("books");
        Scopes.Load(state);
        TakeLimits();
        state.NeedCount(Instruments.Length);
        foreach (InstrumentRisk instrument in Instruments)
        {
            instrument.Load(state);
        }

        state.NeedCount(Strategies.Length);
        foreach (StrategyRisk strategy in Strategies)
        {
            strategy.Load(state);
        }

        Open.Load(state, Find, FindStrategy);
        Balances.Load(state);
        Duplicates.Load(state);
        ValueAtRisk.Load(state);
        Clock.Load(state);
        Surroundings.Load(state);
        Breakers.Load(state);
        foreach (InstrumentRisk instrument in Instruments)
        {
            Exposure.Update(instrument);
        }
    }
}
