using Artic.Indicators;
using Artic.Streams.Steps;

namespace Artic.SignalBridge.Strategies;

/// <summary>The last bars of one side of a pair that wait for the other's, in their order. Thread: the loop's; no allocation.</summary>
internal sealed class PendingBars
{
    /// <summary>A side that is so many bars ahead does not wait for the oldest any more.</summary>
    public const int Most = 64;

    private readonly OhlcvBar[] _bars = new OhlcvBar[Most];
    private int _first;
    private int _count;

    /// <summary>Keeps a bar; of too many the oldest goes.</summary>
    public void Add(in OhlcvBar bar)
    {
        if (_count == Most)
        {
            _first = (_first + 1) % Most;
            _count--;
        }

        _bars[(_first + _count++) % Most] = bar;
    }

    /// <summary>Gives the bar of this time and lets go of it and of all before it.</summary>
    public bool TryTake(long utcNs, out OhlcvBar bar)
    {
        bar = default;
        while (_count > 0 && _bars[_first].UtcNs <= utcNs)
        {
            bar = _bars[_first];
            _first = (_first + 1) % Most;
            _count--;
        }

        return bar.UtcNs == utcNs && utcNs != 0;
    }

    /// <summary>Lets go of all.</summary>
    public void Clear() => _count = 0;

    /// <summary>Writes them.</summary>
    public void Save(StateWriter state)
    {
        state.Write(_count);
        for (int i = 0; i < _count; i++)
        {
            OhlcvBar bar = _bars[(_first + i) % Most];
            state.Write(bar.UtcNs);
            state.WriteAll([bar.Open, bar.High, bar.Low, bar.Close, bar.Volume]);
        }
    }

    /// <summary>Takes what another one held.</summary>
    public void Load(StateReader state)
    {
        int count = state.ReadCount(Most);
        _first = _count = 0;
        Span<double> figures = stackalloc double[5];
        for (int i = 0; i < count; i++)
        {
            long utcNs = state.ReadInt64();
            state.ReadAll(figures);
            Add(new OhlcvBar(utcNs, figures[0], figures[1], figures[2], figures[3], figures[4]));
        }
    }
}
