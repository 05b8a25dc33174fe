using System.Runtime.CompilerServices;
using Artic.Streams.Steps;

namespace Artic.RiskManager.Windows;

/// <summary>
/// The first, the highest and the lowest of the values of a window, in 16 parts of it and the one in hand: it covers the window
/// and at most a sixteenth more. A struct, so that it lies within its owner; what each value touches is its beginning, the parts
/// before are looked at where one ends. Use it where it lies: a copy sees by itself. Thread: one. Allocates nothing.
/// </summary>
public struct RollingRange
{
    private const int Kept = RollingCount.Parts + 1;

    private long _widthNs;
    private long _endNs;
    private long _part;
    private long _highBefore;
    private long _lowBefore;
    private long _oldest;
    private long _oldestPart;
    private long _highPart;
    private long _lowPart;
    private RangePart _current;
    private RangesBefore _before;

    /// <param name="windowNs">The window.</param>
    public RollingRange(long windowNs) => SetWindow(windowNs);

    /// <summary>There is a value in it.</summary>
    public readonly bool HasValue => _oldest != None;

    /// <summary>The first value; 0 where there is none.</summary>
    public readonly long Oldest => HasValue ? _oldest : 0;

    /// <summary>The highest; <see cref="long.MinValue"/> where there is none.</summary>
    public readonly long High => Math.Max(_highBefore, _current.High);

    /// <summary>The lowest; <see cref="long.MaxValue"/> where there is none.</summary>
    public readonly long Low => Math.Min(_lowBefore, _current.Low);

    /// <summary>No money and no price.</summary>
    private const long None = long.MinValue;

    /// <summary>Another window from now on: what was seen is forgotten.</summary>
    public void SetWindow(long ns)
    {
        Clear();
        _widthNs = RollingCount.WidthOf(ns);
    }

    /// <summary>Nothing was seen.</summary>
    public void Clear()
    {
        for (int i = 0; i < Kept; i++)
        {
            _before[i] = RangePart.Empty;
        }

        _current = RangePart.Empty;
        _part = -1;
        _endNs = 0;
        Sum();
    }

    /// <summary>Lets go of what is older than the window.</summary>
    public void Advance(long nowNs)
    {
        if (nowNs >= _endNs)
        {
            BeginPart(nowNs / _widthNs);
        }
    }

    /// <summary>Takes a value.</summary>
    public void Add(long value, long nowNs)
    {
        Advance(nowNs);
        if (_current.Part < 0)
        {
            _current = new RangePart { Part = _part, First = value, High = value, Low = value };
            TakeOldest(_current);
            return;
        }

        _current.High = Math.Max(_current.High, value);
        _current.Low = Math.Min(_current.Low, value);
    }

    /// <summary>Copies the parts that are within the window, the oldest first.</summary>
    public readonly void CopyTo(WindowCopy copy)
    {
        copy.Count = 0;
        for (long i = Math.Max(0, _part - RollingCount.Parts); i <= _part; i++)
        {
            RangePart part = i == _part ? _current : _before[(int)(i % Kept)];
            if (part.Part == i)
            {
                int at = copy.Count++;
                copy.Begins[at] = i * _widthNs;
                (copy.First[at], copy.High[at], copy.Low[at]) = (part.First, part.High, part.Low);
            }
        }
    }

    /// <summary>
    /// Takes a part that was seen before this run, the oldest first: its values, and when it began. What began before the
    /// machine's clock did is kept as if it had begun with it, so it counts for longer rather than shorter.
    /// </summary>
    public void Restore(long beginNs, long first, long high, long low, long nowNs)
    {
        Advance(nowNs);
        long at = Math.Clamp(beginNs / _widthNs, 0, _part);
        if (at >= _part - RollingCount.Parts)
        {
            ref RangePart part = ref (at == _part ? ref _current : ref _before[(int)(at % Kept)]);
            part = part.Part == at
                ? part with { High = Math.Max(part.High, high), Low = Math.Min(part.Low, low) }
                : new RangePart { Part = at, First = first, High = high, Low = low };
        }

        Sum();
    }

    /// <summary>Writes what was seen.</summary>
    public readonly void Save(StateWriter state)
    {
        state.Write(_widthNs);
        state.Write(_part);
        _current.Save(state);
        foreach (RangePart part in _before)
        {
            part.Save(state);
        }
    }

    /// <summary>Takes what another one has seen.</summary>
    public void Load(StateReader state)
    {
        _widthNs = state.ReadInt64();
        _part = state.ReadInt64();
        _endNs = (_part + 1) * _widthNs;
        _current = RangePart.Load(state);
        for (int i = 0; i < Kept; i++)
        {
            _before[i] = RangePart.Load(state);
        }

        Sum();
    }

    private void BeginPart(long part)
    {
        RangePart ended = _current;
        if (ended.Part >= 0)
        {
            _before[(int)(ended.Part % Kept)] = ended;
        }

        _current = RangePart.Empty;
        _part = part;
        _endNs = (part + 1) * _widthNs;
        long first = part - RollingCount.Parts;
        if (ended.Part >= 0)
        {
            Take(ended);
        }

        // Nearly always only the part with the oldest value has left the window: then the next one has it.
        if (Math.Min(_highPart, _lowPart) < first)
        {
            Sum();
        }
        else if (_oldestPart < first)
        {
            _oldest = None;
            _oldestPart = long.MaxValue;
            for (long i = Math.Max(0, first); i < part && !HasValue; i++)
            {
                ref RangePart next = ref _before[(int)(i % Kept)];
                if (next.Part == i)
                {
                    TakeOldest(next);
                }
            }
        }
    }

    /// <summary>Sums up the parts before the one in hand that are within the window.</summary>
    private void Sum()
    {
        _highBefore = long.MinValue;
        _lowBefore = long.MaxValue;
        _oldest = None;
        _oldestPart = _highPart = _lowPart = long.MaxValue;
        for (long i = Math.Max(0, _part - RollingCount.Parts); i < _part; i++)
        {
            ref RangePart part = ref _before[(int)(i % Kept)];
            if (part.Part == i)
            {
                Take(part);
            }
        }

        if (_current.Part >= 0)
        {
            TakeOldest(_current);
        }
    }

    /// <summary>Takes a part that has ended, later than all that were taken.</summary>
    private void Take(in RangePart part)
    {
        TakeOldest(part);
        if (part.High >= _highBefore)
        {
            (_highBefore, _highPart) = (part.High, part.Part);
        }

        if (part.Low <= _lowBefore)
        {
            (_lowBefore, _lowPart) = (part.Low, part.Part);
        }
    }

    private void TakeOldest(in RangePart part)
    {
        if (!HasValue)
        {
            (_oldest, _oldestPart) = (part.First, part.Part);
        }
    }

    /// <summary>The values of one part of the window.</summary>
    private struct RangePart
    {
        /// <summary>One without values.</summary>
        public static RangePart Empty => new() { Part = -1, High = long.MinValue, Low = long.MaxValue };

        /// <summary>Its number since time began; -1: it has no values.</summary>
        public long Part;

        /// <summary>The first value.</summary>
        public long First;

        /// <summary>The highest.</summary>
        public long High;

        /// <summary>The lowest.</summary>
        public long Low;

        /// <summary>Writes it.</summary>
        public readonly void Save(StateWriter state) => state.WriteAll([Part, First, High, Low]);

        /// <summary>Reads one.</summary>
        public static RangePart Load(StateReader state)
        {
            Span<long> numbers = stackalloc long[4];
            state.ReadAll(numbers);
            return new RangePart { Part = numbers[0], First = numbers[1], High = numbers[2], Low = numbers[3] };
        }
    }

    [InlineArray(Kept)]
    private struct RangesBefore
    {
        private RangePart _first;
    }
}
