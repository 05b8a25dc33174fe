using System.Runtime.CompilerServices;
using Artic.Streams.Steps;

namespace Artic.RiskManager.Windows;

/// <summary>
/// How often something has happened within a window, in 16 parts of it and the one in hand: it covers the window and at most a
/// sixteenth more. A struct, so that it lies within its owner; what each decision touches is its first line, the parts before are
/// looked at where one ends. Use it where it lies: a copy counts by itself. Thread: one. Allocates nothing.
/// </summary>
public struct RollingCount
{
    /// <summary>Parts of a window; one more is kept.</summary>
    public const int Parts = 16;

    private const int Kept = Parts + 1;

    private long _widthNs;
    private long _endNs;
    private long _part;
    private long _current;
    private long _sum;
    private CountsBefore _before;

    /// <param name="windowNs">The window.</param>
    public RollingCount(long windowNs) => SetWindow(windowNs);

    /// <summary>Nanoseconds of a part.</summary>
    public static long WidthOf(long windowNs) => Math.Max(1, windowNs / Parts);

    /// <summary>Another window from now on: what was counted is forgotten.</summary>
    public void SetWindow(long ns)
    {
        Clear();
        _widthNs = _endNs = WidthOf(ns);
        _part = 0;
    }

    /// <summary>Nothing has happened.</summary>
    public void Clear()
    {
        _before = default;
        _current = _sum = 0;
    }

    /// <summary>How often at <paramref name="nowNs"/>.</summary>
    public long At(long nowNs)
    {
        Advance(nowNs);
        return _sum;
    }

    /// <summary>How often when it was last looked at. Any thread may read it.</summary>
    public long Last => Volatile.Read(ref _sum);

    /// <summary>It has happened once more.</summary>
    public void Add(long nowNs)
    {
        Advance(nowNs);
        _current++;
        _sum++;
    }

    /// <summary>Writes the counts.</summary>
    public readonly void Save(StateWriter state)
    {
        state.Write(_widthNs);
        state.Write(_part);
        state.Write(_current);
        state.WriteAll(_before);
    }

    /// <summary>Takes the counts of another one.</summary>
    public void Load(StateReader state)
    {
        _widthNs = state.ReadInt64();
        _part = state.ReadInt64();
        _endNs = (_part + 1) * _widthNs;
        _current = state.ReadInt64();
        state.ReadAll(_before);
        _sum = _current;
        foreach (long count in _before)
        {
            _sum += count;
        }
    }

    private void Advance(long nowNs)
    {
        if (nowNs >= _endNs)
        {
            BeginPart(nowNs / _widthNs);
        }
    }

    private void BeginPart(long part)
    {
        _before[(int)(_part % Kept)] = _current;
        for (long i = Math.Max(_part + 1, part - Parts); i <= part; i++)
        {
            ref long count = ref _before[(int)(i % Kept)];
            _sum -= count;
            count = 0;
        }

        _current = 0;
        _part = part;
        _endNs = (part + 1) * _widthNs;
    }

    [InlineArray(Kept)]
    private struct CountsBefore
    {
        private long _first;
    }
}
