using Artic.Streams.Steps;

namespace Artic.RiskManager.Windows;

/// <summary>
/// The first, the highest and the lowest of the values of a window, in 16 parts of it and the one in hand: it covers the window
/// and at most a sixteenth more. Thread: one. Allocates nothing.
/// </summary>
/// <param name="windowNs">The window.</param>
public sealed class RollingRange(long windowNs)
{
    private const int Kept = RollingCount.Parts + 1;

    private readonly long[] _first = new long[Kept];
    private readonly long[] _high = new long[Kept];
    private readonly long[] _low = new long[Kept];
    private readonly long[] _parts = EmptyParts();
    private long _widthNs = RollingCount.WidthOf(windowNs);
    private long _part = -1;
    private long _highBefore = long.MinValue;
    private long _lowBefore = long.MaxValue;
    private long _oldest;

    /// <summary>There is a value in it.</summary>
    public bool HasValue { get; private set; }

    /// <summary>The first value; 0 where there is none.</summary>
    public long Oldest => HasValue ? _oldest : 0;

    /// <summary>The highest.</summary>
    public long High => Math.Max(_highBefore, IsCurrent ? _high[_part % Kept] : long.MinValue);

    /// <summary>The lowest.</summary>
    public long Low => Math.Min(_lowBefore, IsCurrent ? _low[_part % Kept] : long.MaxValue);

    private bool IsCurrent => _part >= 0 && _parts[_part % Kept] == _part;

    /// <summary>Another window from now on: what was seen is forgotten.</summary>
    public void SetWindow(long ns)
    {
        Clear();
        _widthNs = RollingCount.WidthOf(ns);
    }

    /// <summary>Nothing was seen.</summary>
    public void Clear()
    {
        Array.Fill(_parts, -1);
        _part = -1;
        _highBefore = long.MinValue;
        _lowBefore = long.MaxValue;
        HasValue = false;
        _oldest = 0;
    }

    /// <summary>Lets go of what is older than the window.</summary>
    public void Advance(long nowNs)
    {
        if (nowNs < (_part + 1) * _widthNs)
        {
            return;
        }

        _part = nowNs / _widthNs;
        Sum();
    }

    /// <summary>Takes a value.</summary>
    public void Add(long value, long nowNs)
    {
        Advance(nowNs);
        long slot = _part % Kept;
        if (_parts[slot] != _part)
        {
            _parts[slot] = _part;
            _first[slot] = _high[slot] = _low[slot] = value;
        }
        else
        {
            _high[slot] = Math.Max(_high[slot], value);
            _low[slot] = Math.Min(_low[slot], value);
        }

        if (!HasValue)
        {
            HasValue = true;
            _oldest = value;
        }
    }

    /// <summary>Copies the parts that are within the window, the oldest first.</summary>
    public void CopyTo(WindowCopy copy)
    {
        copy.Count = 0;
        for (long part = Math.Max(0, _part - RollingCount.Parts); part <= _part; part++)
        {
            long slot = part % Kept;
            if (_parts[slot] == part)
            {
                int at = copy.Count++;
                copy.Begins[at] = part * _widthNs;
                (copy.First[at], copy.High[at], copy.Low[at]) = (_first[slot], _high[slot], _low[slot]);
            }
        }
    }

    /// <summary>
    /// Takes a part that was seen before this run, the oldest first: its values, and when it began. What began before the
    /// machine's clock did is kept as if it had begun with it, so it counts for longer rather than shorter.
    /// </summary>
    public void Restore(long beginNs, long first, long high, long low, long nowNs)
    {
        _part = nowNs / _widthNs;
        long part = Math.Clamp(beginNs / _widthNs, 0, _part);
        if (part >= _part - RollingCount.Parts)
        {
            long slot = part % Kept;
            bool isSame = _parts[slot] == part;
            _first[slot] = isSame ? _first[slot] : first;
            _high[slot] = isSame ? Math.Max(_high[slot], high) : high;
            _low[slot] = isSame ? Math.Min(_low[slot], low) : low;
            _parts[slot] = part;
        }

        Sum();
    }

    /// <summary>Writes what was seen.</summary>
    public void Save(StateWriter state)
    {
        state.Write(_widthNs);
        state.Write(_part);
        state.WriteAll(_parts);
        state.WriteAll(_first);
        state.WriteAll(_high);
        state.WriteAll(_low);
    }

    /// <summary>Takes what another one has seen.</summary>
    public void Load(StateReader state)
    {
        _widthNs = state.ReadInt64();
        _part = state.ReadInt64();
        state.ReadAll(_parts);
        state.ReadAll(_first);
        state.ReadAll(_high);
        state.ReadAll(_low);
        Sum();
    }

    private static long[] EmptyParts()
    {
        long[] parts = new long[Kept];
        Array.Fill(parts, -1);
        return parts;
    }

    /// <summary>Sums up the parts before the one in hand.</summary>
    private void Sum()
    {
        _highBefore = long.MinValue;
        _lowBefore = long.MaxValue;
        HasValue = false;
        _oldest = 0;
        for (long part = Math.Max(0, _part - RollingCount.Parts); part <= _part; part++)
        {
            long slot = part % Kept;
            if (_parts[slot] != part)
            {
                continue;
            }

            if (!HasValue)
            {
                HasValue = true;
                _oldest = _first[slot];
            }

            if (part < _part)
            {
                _highBefore = Math.Max(_highBefore, _high[slot]);
                _lowBefore = Math.Min(_lowBefore, _low[slot]);
            }
        }
    }
}
