using Artic.Streams.Steps;

namespace Artic.MarketData;

/// <summary>
/// Depth messages that arrived while no snapshot was there yet, as they came. Bounded: where it is full, the snapshot is
/// asked for anew. Thread: one.
/// </summary>
public sealed class PendingDiffs
{
    private const int MaxBytes = 4 << 20;

    private readonly List<int> _ends = [];
    private byte[] _bytes = [];
    private int _length;

    /// <summary>Number of messages.</summary>
    public int Count => _ends.Count;

    /// <summary>The message at a place, 0 the oldest.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            int begin = index == 0 ? 0 : _ends[index - 1];
            return _bytes.AsSpan(begin, _ends[index] - begin);
        }
    }

    /// <summary>Keeps a copy; false where there is no room.</summary>
    public bool TryAdd(ReadOnlySpan<byte> message)
    {
        if (_length + message.Length > MaxBytes)
        {
            return false;
        }

        if (_length + message.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Min(MaxBytes, Math.Max(64 << 10, (_length + message.Length) * 2)));
        }

        message.CopyTo(_bytes.AsSpan(_length));
        _length += message.Length;
        _ends.Add(_length);
        return true;
    }

    /// <summary>Writes all messages.</summary>
    public void Save(StateWriter state)
    {
        state.Write(Count);
        for (int i = 0; i < Count; i++)
        {
            state.WriteBytes(this[i]);
        }
    }

    /// <summary>Takes the messages that another one held.</summary>
    public void Load(StateReader state)
    {
        Clear();
        for (int left = state.ReadCount(MaxBytes); left > 0; left--)
        {
            _ = TryAdd(state.ReadBytes());
        }
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _ends.Clear();
        _length = 0;
    }
}
