using Artic.Messaging.Records;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.PositionTracker;

/// <summary>From fills, quotes and account snapshots to positions and reconciliations. Thread: the loop's.</summary>
public sealed class PositionHandler : IStepHandler
{
    private readonly TrackedInstrument[] _instruments;
    private readonly Quote _quote = new();
    private readonly Fill _fill = new();
    private readonly AccountSnapshot _snapshot = new();
    private readonly Position _position = new();
    private readonly Reconciliation _reconciliation = new();
    private readonly Counter _checks;
    private readonly Counter _breaks;
    private readonly Counter _quantity;
    private readonly Counter _realized;
    private readonly Counter _unrealized;
    private readonly Counter _value;
    private readonly Counter _fees;
    private readonly Counter _fills;

    /// <param name="instruments">The instruments.</param>
    /// <param name="counters">Where totals are shown; quantities are those of the first instrument, money of all.</param>
    public PositionHandler(TrackedInstrument[] instruments, CountersFile counters)
    {
        _instruments = instruments;
        _checks = counters.Counter("position_checks_total");
        _breaks = counters.Counter("position_breaks_total");
        _quantity = counters.Counter("position_quantity");
        _realized = counters.Counter("realized_pnl_usd");
        _unrealized = counters.Counter("unrealized_pnl_usd");
        _value = counters.Counter("position_value_usd");
        _fees = counters.Counter("fees_usd");
        _fills = counters.Counter("position_fills_total");
    }

    /// <inheritdoc/>
    public void Handle(in Record input, StepOutput output)
    {
        TrackedInstrument? instrument = Find(input.Header.InstrumentId);
        if (instrument == null)
        {
            return;
        }

        switch (RecordCodec.TypeOf(input))
        {
            case RecordType.Quote:
                instrument.OnQuote(RecordCodec.Read(input, _quote));
                break;
            case RecordType.Fill:
                instrument.OnFill(RecordCodec.Read(input, _fill));
                Say(instrument, output);
                break;
            case RecordType.AccountSnapshot:
                instrument.Compare(RecordCodec.Read(input, _snapshot), _reconciliation);
                output.Append(RecordType.Reconciliation, instrument.InstrumentId, _reconciliation);
                Say(instrument, output);
                break;
            default:
                break;
        }
    }

    /// <inheritdoc/>
    public void AfterStep(in Record input)
    {
        long checks = 0;
        long breaks = 0;
        long realized = 0;
        long unrealized = 0;
        long value = 0;
        long fees = 0;
        long fills = 0;
        foreach (TrackedInstrument instrument in _instruments)
        {
            checks += (long)instrument.Checks;
            breaks += (long)instrument.Breaks;
            realized += instrument.RealizedPnl;
            unrealized += instrument.UnrealizedPnl;
            value += instrument.Value;
            fees += instrument.Fees;
            fills += (long)instrument.Fills;
        }

        _checks.Set(checks);
        _breaks.Set(breaks);
        _quantity.Set(_instruments[0].Net.Quantity);
        _realized.Set(realized);
        _unrealized.Set(unrealized);
        _value.Set(value);
        _fees.Set(fees);
        _fills.Set(fills);
    }

    private void Say(TrackedInstrument instrument, StepOutput output)
    {
        _position.InstrumentId = instrument.InstrumentId;
        _position.Quantity = instrument.Net.Quantity;
        _position.AveragePrice = instrument.Net.AveragePrice;
        _position.RealizedPnl = instrument.RealizedPnl;
        _position.UnrealizedPnl = instrument.UnrealizedPnl;
        _position.Fees = instrument.Fees;
        _position.MarkPrice = instrument.MarkPrice;
        _position.Fills = instrument.Fills;
        output.Append(RecordType.Position, instrument.InstrumentId, _position);
    }

    private TrackedInstrument? Find(uint instrumentId)
    {
        foreach (TrackedInstrument instrument in _instruments)
        {
            if (instrument.InstrumentId == instrumentId)
            {
                return instrument;
            }
        }

        return null;
    }
}
