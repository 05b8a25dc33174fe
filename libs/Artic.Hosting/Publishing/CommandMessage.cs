using Artic.Messaging.ZeroMq;

namespace Artic.Hosting.Publishing;

/// <summary>
/// The request in hand, read from a Router into buffers that are used again: the envelope (the peer's identity, then
/// what a Req puts in front, up to its empty delimiter) goes back with every answer. Thread: the socket's.
/// </summary>
internal sealed class CommandMessage
{
    /// <summary>The largest request; a longer one is malformed.</summary>
    public const int LargestBytes = 4096;

    /// <summary>Identity, request number and delimiter are what libzmq's sockets send.</summary>
    private const int MostEnvelopeFrames = 3;

    private readonly byte[] _frame = new byte[LargestBytes];
    private readonly List<byte[]> _envelope = new(MostEnvelopeFrames);
    private int _length;

    /// <summary>The envelope, for the answer; never empty.</summary>
    public byte[][] Envelope => [.. _envelope];

    /// <summary>The request; valid until the next <see cref="TryReceive"/>.</summary>
    public ReadOnlySpan<byte> Body => _frame.AsSpan(0, _length);

    /// <summary>Exactly one frame came after the envelope, and it was not too long.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Takes the next message with all its frames; false where there is none.</summary>
    public bool TryReceive(ZmqSocket router)
    {
        _envelope.Clear();
        _length = 0;
        if (!router.TryReceive(_frame, out int length, out bool more))
        {
            return false;
        }

        _envelope.Add(_frame[..length]);
        IsWhole = more;
        bool delimited = false;
        int bodies = 0;
        while (more && router.TryReceive(_frame, out length, out more))
        {
            bool fits = length <= LargestBytes;
            if (!delimited && more && fits && _envelope.Count < MostEnvelopeFrames)
            {
                _envelope.Add(_frame[..length]);
                delimited = length == 0;
                continue;
            }

            bodies++;
            IsWhole &= fits && bodies == 1;
            _length = fits ? length : 0;
        }

        // Frames in front without a delimiter are not an envelope that anyone would understand in an answer.
        if (!delimited && _envelope.Count > 1)
        {
            _envelope.RemoveRange(1, _envelope.Count - 1);
            IsWhole = false;
        }

        IsWhole &= bodies == 1;
        return true;
    }
}
