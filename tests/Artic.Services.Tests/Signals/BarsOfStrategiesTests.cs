using Artic.Messaging.Records;
using Artic.Services.Tests.Support;
using Artic.SignalBridge;
using Artic.SignalBridge.Strategies;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.Services.Tests.Signals;

public sealed class BarsOfStrategiesTests
{
    private const long SecondNs = 1_000_000_000;

    [Fact]
    public void A_strategy_sees_the_time_bars_of_its_length_and_no_others()
    {
        using TestRun run = new();
        BarKeeper keeper = new();
        MarketView view = new(1);
        SignalHandler handler = new(
            [view], [new StrategyInstance(1, view)], new GivenStrategies(_ => keeper), run.Counters("signal-bridge"));
        RecordWriter market = run.Writer(StreamId.Market);
        run.Writer(StreamId.Instance).Say(RecordType.InstanceDeclared, GivenStrategies.Declared());
        StepLoop loop = new(
            handler, new StepOutput(run.Writer(StreamId.Signal)), run.Reader(StreamId.Instance), run.Reader(StreamId.Market));
        Bar[] bars =
        [
            new Bar { InstrumentId = 1, Kind = BarKind.Time, LengthNs = SecondNs, Close = 1 },
            new Bar { InstrumentId = 1, Kind = BarKind.Time, LengthNs = 2 * SecondNs, Close = 2 },
            new Bar { InstrumentId = 1, Kind = BarKind.Tick, Size = SecondNs, Close = 3 },
            new Bar { InstrumentId = 1, Kind = BarKind.Volume, Size = 5, Close = 4 },
            new Bar { InstrumentId = 1, Kind = BarKind.Time, LengthNs = SecondNs, Close = 5 },
        ];
        foreach (Bar bar in bars)
        {
            market.Say(RecordType.Bar, bar);
        }

        while (loop.Turn())
        {
        }

        Assert.Equal([1, 5], keeper.Closes);
    }

    private sealed class BarKeeper : IStrategy
    {
        public List<long> Closes { get; } = [];

        public StrategyFeeds Feeds => StrategyFeeds.Bars;

        public bool OnQuote(MarketView view, out Opinion opinion)
        {
            opinion = default;
            return false;
        }

        public bool OnBar(Bar bar, out Opinion opinion)
        {
            Closes.Add(bar.Close);
            opinion = default;
            return false;
        }

        public void Explain(Signal signal)
        {
        }

        public void Save(StateWriter state)
        {
        }

        public void Load(StateReader state)
        {
        }
    }
}
