using Artic.Core.Domain;
using Artic.Messaging.Records;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.PositionTracker;

/// <summary>From fills, quotes and account snapshots to positions and reconciliations. Thread: the loop's.</summary>
public sealed class PositionHandler : IStepHandler
{
    private readonly InstrumentTable<TrackedInstrument> _instruments;
    private readonly TrackedInstrument[] _all;
    private readonly PositionTotals _totals = new();
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
        _instruments = new InstrumentTable<TrackedInstrument>(instruments, instrument => instrument.InstrumentId);
        _all = instruments;
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
        TrackedInstrument? instrument = _instruments.Find(input.Header.InstrumentId);
        if (instrument == null)
        {
            return;
        }

        _totals.Remove(instrument);
        switch (RecordCodec.TypeOf(input))
        {
            case RecordType.Quote:
                RecordCodec.Read(input, _quote);
                if (_quote.PriceScale == 0)
                {
                    // Fills and money have the usual scale: prices of another value nothing here.
                    instrument.OnQuote(_quote);
                }

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

        _totals.Add(instrument);
    }

    /// <inheritdoc/>
    public void AfterStep(in Record input)
    {
        _checks.Set(_totals.Checks);
        _breaks.Set(_totals.Breaks);
        _quantity.Set(_all[0].Net.Quantity);
        _realized.Set(_totals.RealizedPnl);
        _unrealized.Set(_totals.UnrealizedPnl);
        _value.Set(_totals.Value);
        _fees.Set(_totals.Fees);
        _fills.Set(_totals.Fills);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        state.Section("positions");
        state.Write(_all.Length);
        foreach (TrackedInstrument instrument in _all)
        {
            instrument.Save(state);
        }
    }

    /// <inheritdoc/>
    public void Load(StateReader state)
    {
        state.Section("positions");
        state.NeedCount(_all.Length);
        foreach (TrackedInstrument instrument in _all)
        {
            _totals.Remove(instrument);
            instrument.Load(state);
            _totals.Add(instrument);
        }
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
}
