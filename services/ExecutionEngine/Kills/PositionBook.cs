using Artic.Streams.Steps;

namespace Artic.ExecutionEngine.Kills;

/// <summary>
/// Net quantities by the fills of this run, of instruments and of strategy instances: what an order that flattens is measured
/// by. Thread: the loop's. Allocates nothing but for a strategy instance that has never traded.
/// </summary>
/// <param name="instruments">How many instruments there are.</param>
public sealed class PositionBook(int instruments)
{
    private const int MostStrategies = 1 << 20;

    private readonly long[] _ofInstrument = new long[instruments];
    private readonly SortedDictionary<(uint Instance, int Place), long> _ofStrategy = [];

    /// <summary>Takes a fill; a sale is below 0.</summary>
    public void Add(int place, uint instanceId, long quantity)
    {
        _ofInstrument[place] += quantity;
        _ofStrategy[(instanceId, place)] = OfStrategy(instanceId, place) + quantity;
    }

    /// <summary>Of an instrument.</summary>
    public long OfInstrument(int place) => _ofInstrument[place];

    /// <summary>Of a strategy instance in an instrument.</summary>
    public long OfStrategy(uint instanceId, int place) => _ofStrategy.GetValueOrDefault((instanceId, place));

    /// <summary>Writes all.</summary>
    public void Save(StateWriter state)
    {
        state.Section("positions");
        state.WriteAll(_ofInstrument);
        state.Write(_ofStrategy.Count);
        foreach (((uint instance, int place), long quantity) in _ofStrategy)
        {
            state.Write(instance);
            state.Write(place);
            state.Write(quantity);
        }
    }

    /// <summary>Takes what another one held.</summary>
    public void Load(StateReader state)
    {
        state.Section("positions");
        state.ReadAll(_ofInstrument);
        _ofStrategy.Clear();
        for (int left = state.ReadCount(MostStrategies); left > 0; left--)
        {
            _ofStrategy[(state.ReadUInt32(), state.ReadInt32())] = state.ReadInt64();
        }
    }
}
