using System.Buffers.Binary;
using System.Buffers.Text;

namespace Artic.Bench.Venue;

/// <summary>
/// Text messages as WebSocket frames behind one another, so that all answers to what has arrived leave in one write.
/// Thread: one. Allocates only when it grows.
/// </summary>
public sealed class ReplyBuffer
{
    private const int HeaderBytes = 4;
    private const int ShortMessage = 125;

    private byte[] _bytes = new byte[64 << 10];
    private int _length;
    private int _begin;

    /// <summary>What is to be sent.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Forgets all.</summary>
    public void Clear() => _length = 0;

    /// <summary>Begins a text message.</summary>
    public void Begin()
    {
        _begin = _length;
        Reserve(HeaderBytes);
        _length += HeaderBytes;
    }

    /// <summary>Ends the message.</summary>
    public void End()
    {
        int payload = _length - _begin - HeaderBytes;
        _bytes[_begin] = 0x81;
        if (payload > ShortMessage)
        {
            _bytes[_begin + 1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(_begin + 2), (ushort)payload);
            return;
        }

        _bytes[_begin + 1] = (byte)payload;
        Buffer.BlockCopy(_bytes, _begin + HeaderBytes, _bytes, _begin + 2, payload);
        _length -= 2;
    }

    /// <summary>Appends text.</summary>
    public ReplyBuffer Add(ReadOnlySpan<byte> text)
    {
        Reserve(text.Length);
        text.CopyTo(_bytes.AsSpan(_length));
        _length += text.Length;
        return this;
    }

    /// <summary>Appends a number.</summary>
    public ReplyBuffer Add(long number)
    {
        Reserve(20);
        _ = Utf8Formatter.TryFormat(number, _bytes.AsSpan(_length), out int written);
        _length += written;
        return this;
    }

    private void Reserve(int bytes)
    {
        if (_length + bytes > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + bytes));
        }
    }
}
