using Artic.VenueSimulator.Matching;

namespace Artic.VenueSimulator.Faults;

/// <summary>
/// What lies between the venue and one market connection: each message passes, or one fault happens to it. Which one is a
/// function of the seed, the connection's number and the message's number, that of silences and disconnects a function of
/// the connection's age in seconds. State without clock or I/O. Thread: the engine's.
/// </summary>
public sealed class FaultLine
{
    private const long SecondNs = 1_000_000_000;

    private static readonly FaultKind[] s_ofMessages =
        [FaultKind.Drop, FaultKind.Duplicate, FaultKind.Reorder, FaultKind.Garbage];

    private readonly FaultOptions _options;
    private readonly SeededGenerator _byMessage;
    private readonly SeededGenerator _bySecond;
    private readonly GarbageMaker _garbage;
    private ReadOnlyMemory<byte>? _held;
    private long _startNs = -1;
    private long _second;
    private long _silentUntilNs = long.MinValue;

    /// <param name="options">How often.</param>
    /// <param name="number">The connection's number among the market connections, from 1.</param>
    /// <param name="symbols">The instruments' names as its messages bear them.</param>
    public FaultLine(FaultOptions options, long number, IReadOnlyList<byte[]> symbols)
    {
        _options = options;
        ulong seed = unchecked((options.Seed * 0x9E3779B97F4A7C15UL) ^ ((ulong)number << 2));
        _byMessage = new SeededGenerator(seed);
        _bySecond = new SeededGenerator(seed + 1);
        _garbage = new GarbageMaker(new SeededGenerator(seed + 2), symbols);
    }

    /// <summary>Gets what goes out: the bytes, and whether as a binary frame.</summary>
    public required Action<ReadOnlyMemory<byte>, bool> Said { get; init; }

    /// <summary>
    /// Gets each fault with a word on it. After <see cref="FaultKind.Disconnect"/> nothing goes out any more.
    /// </summary>
    public required Action<FaultKind, string?> Happened { get; init; }

    /// <summary>
    /// Takes the next message at <paramref name="nowNs"/> of a clock that does not step back; where
    /// <paramref name="isOver"/> it passes, after what is held back of an earlier swap.
    /// </summary>
    public void Pass(ReadOnlyMemory<byte> message, long nowNs, bool isOver)
    {
        _startNs = _startNs < 0 ? nowNs : _startNs;
        if (isOver)
        {
            Say(message);
            return;
        }

        if (HappensToConnection(nowNs) || nowNs < _silentUntilNs)
        {
            return;
        }

        FaultKind? fault = Draw();
        if (_held is not null)
        {
            Say(message);
            return;
        }

        switch (fault)
        {
            case FaultKind.Drop:
                Happened(FaultKind.Drop, null);
                break;
            case FaultKind.Duplicate:
                Happened(FaultKind.Duplicate, null);
                Said(message, false);
                Said(message, false);
                break;
            case FaultKind.Reorder:
                Happened(FaultKind.Reorder, null);
                _held = message;
                break;
            case FaultKind.Garbage:
                ReadOnlyMemory<byte> garbage = _garbage.InPlaceOf(message, out GarbageKind kind);
                Happened(FaultKind.Garbage, kind.ToString());
                Said(garbage, kind == GarbageKind.Binary);
                break;
            default:
                Said(message, false);
                break;
        }
    }

    /// <summary>True while nothing may go out, replies neither.</summary>
    public bool IsSilent(long nowNs) => nowNs < _silentUntilNs;

    /// <summary>The message, then the one that waited for it.</summary>
    private void Say(ReadOnlyMemory<byte> message)
    {
        Said(message, false);
        if (_held is { } held)
        {
            _held = null;
            Said(held, false);
        }
    }

    /// <summary>Draws once for each second that has begun; true where the connection is gone.</summary>
    private bool HappensToConnection(long nowNs)
    {
        for (long second = (nowNs - _startNs) / SecondNs; _second <= second; _second++)
        {
            bool disconnects = _bySecond.NextChance(_options[FaultKind.Disconnect]);
            if (_bySecond.NextChance(_options[FaultKind.Silence]) && nowNs >= _silentUntilNs)
            {
                _silentUntilNs = nowNs + _options.SilenceNs;
                _held = null;
                Happened(FaultKind.Silence, $"{_options.SilenceNs / 1_000_000} ms");
            }

            if (disconnects)
            {
                _second++;
                Happened(FaultKind.Disconnect, null);
                return true;
            }
        }

        return false;
    }

    /// <summary>The first of the faults that hits; every rate is drawn, so that one does not move another's places.</summary>
    private FaultKind? Draw()
    {
        FaultKind? first = null;
        foreach (FaultKind kind in s_ofMessages)
        {
            if (_byMessage.NextChance(_options[kind]))
            {
                first ??= kind;
            }
        }

        return first;
    }
}
