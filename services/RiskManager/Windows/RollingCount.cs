using Artic.Streams.Steps;

namespace Artic.RiskManager.Windows;

/// <summary>
/// How often something has happened within a window, in 16 parts of it and the one in hand: it covers the window and at most a
/// sixteenth more. Thread: one. Allocates nothing.
/// </summary>
/// <param name="windowNs">The window.</param>
public sealed class RollingCount(long windowNs)
{
    /// <summary>Parts of a window; one more is kept.</summary>
    public const int Parts = 16;

    private readonly long[] _counts = new long[Parts + 1];
    private long _widthNs = WidthOf(windowNs);
    private long _part;
    private long _sum;

    /// <summary>Nanoseconds of a part.</summary>
    public static long WidthOf(long windowNs) => Math.Max(1, windowNs / Parts);

    /// <summary>Another window from now on: what was counted is forgotten.</summary>
    public void SetWindow(long ns)
    {
        Clear();
        _widthNs = WidthOf(ns);
        _part = 0;
    }

    /// <summary>Nothing has happened.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        _sum = 0;
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
        _counts[_part % _counts.Length]++;
        _sum++;
    }

    /// <summary>Writes the counts.</summary>
    public void Save(StateWriter state)
    {
        state.Write(_widthNs);
        state.Write(_part);
        state.WriteAll(_counts);
    }

    /// <summary>Takes the counts of another one.</summary>
    public void Load(StateReader state)
    {
        _widthNs = state.ReadInt64();
        _part = state.ReadInt64();
        state.ReadAll(_counts);
        _sum = 0;
        foreach (long count in _counts)
        {
            _sum += count;
        }
    }

    private void Advance(long nowNs)
    {
        if (nowNs < (_part + 1) * _widthNs)
        {
            return;
        }

        long part = nowNs / _widthNs;
        for (long i = Math.Max(_part + 1, part - Parts); i <= part; i++)
        {
            ref long count = ref _counts[i % _counts.Length];
            _sum -= count;
            count = 0;
        }

        _part = part;
    }
}
