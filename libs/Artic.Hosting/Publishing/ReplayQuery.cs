using Artic.Messaging.ZeroMq;

namespace Artic.Hosting.Publishing;

/// <summary>
/// The replay request in hand, read from a Router into buffers that are used again. It is artic.v1.ReplayRequest, parsed
/// here because a generated message makes a new text for each topic. Thread: the server's. Allocates nothing.
/// </summary>
internal sealed class ReplayQuery
{
    /// <summary>The longest topic that is asked for.</summary>
    public const int LongestTopicBytes = 255;

    /// <summary>More than any request has; a longer one is malformed.</summary>
    private const int LargestBytes = 1024;

    private const int LongestIdentityBytes = 255;

    /// <summary>libzmq's are 4 bytes.</summary>
    private const int LongestNumberBytes = 8;
    private const int VarintType = 0;
    private const int Fixed64Type = 1;
    private const int BytesType = 2;
    private const int Fixed32Type = 5;

    private readonly byte[] _identity = new byte[LongestIdentityBytes];
    private readonly byte[] _number = new byte[LongestNumberBytes];
    private readonly byte[] _body = new byte[LargestBytes];
    private int _identityLength;
    private int _numberLength;
    private int _bodyLength;
    private int _topicStart;
    private int _topicLength;

    /// <summary>Who asks; valid until the next <see cref="TryReceive"/>.</summary>
    public ReadOnlySpan<byte> Identity => _identity.AsSpan(0, _identityLength);

    /// <summary>
    /// What a Req that correlates puts before its empty frame; empty as a rule; valid until the next
    /// <see cref="TryReceive"/>.
    /// </summary>
    public ReadOnlySpan<byte> Number => _number.AsSpan(0, _numberLength);

    /// <summary>A Req asks: an empty frame precedes request and answer.</summary>
    public bool IsDelimited { get; private set; }

    /// <summary>The message could be read.</summary>
    public bool IsWellFormed { get; private set; }

    /// <summary>The first record.</summary>
    public ulong From { get; private set; }

    /// <summary>The last; 0: the last published.</summary>
    public ulong To { get; private set; }

    /// <summary>What comes back in the page.</summary>
    public ulong RequestId { get; private set; }

    /// <summary>What the topic begins with; valid until the next <see cref="TryReceive"/>.</summary>
    public ReadOnlySpan<byte> Topic => _body.AsSpan(_topicStart, _topicLength);

    /// <summary>Takes the next message with all its frames; false where there is none.</summary>
    public bool TryReceive(ZmqSocket router)
    {
        From = To = RequestId = 0;
        _topicStart = _topicLength = _bodyLength = _numberLength = 0;
        IsDelimited = false;
        if (!router.TryReceive(_identity, out _identityLength, out bool more))
        {
            return false;
        }

        int bodies = 0;
        for (int i = 0; more && router.TryReceive(_body, out int length, out more); i++)
        {
            if (length == 0 && more && (i == 0 || (i == 1 && _numberLength > 0)))
            {
                IsDelimited = true;
                bodies = 0;
                continue;
            }

            if (i == 0 && more && length <= LongestNumberBytes)
            {
                _body.AsSpan(0, length).CopyTo(_number);
                _numberLength = length;
            }

            bodies++;
            _bodyLength = length;
        }

        _numberLength = IsDelimited ? _numberLength : 0;

        IsWellFormed = bodies == 1 && _bodyLength <= LargestBytes && TryParse();
        return true;
    }

    private bool TryParse()
    {
        ReadOnlySpan<byte> body = _body.AsSpan(0, _bodyLength);
        int at = 0;
        while (at < body.Length)
        {
            if (!TryReadVarint(body, ref at, out ulong tag) || tag is 0 or > uint.MaxValue || tag >> 3 == 0)
            {
                return false;
            }

            ulong value = 0;
            int start = 0;
            bool read = (int)(tag & 7) switch
            {
                VarintType => TryReadVarint(body, ref at, out value),
                BytesType => TryReadVarint(body, ref at, out value) && TryPass(body, ref at, value, out start),
                Fixed64Type => TryPass(body, ref at, sizeof(ulong), out _),
                Fixed32Type => TryPass(body, ref at, sizeof(uint), out _),
                _ => false,
            };
            if (!read || !TryTake((uint)tag, value, start))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Keeps a field; others than these are passed over, as protobuf does. False: a topic too long.</summary>
    private bool TryTake(uint tag, ulong value, int start)
    {
        switch (tag)
        {
            case (1 << 3) | VarintType:
                From = value;
                break;
            case (2 << 3) | VarintType:
                To = value;
                break;
            case (3 << 3) | BytesType:
                _topicStart = start;
                _topicLength = (int)value;
                return _topicLength <= LongestTopicBytes;
            case (4 << 3) | VarintType:
                RequestId = value;
                break;
        }

        return true;
    }

    private static bool TryReadVarint(ReadOnlySpan<byte> body, ref int at, out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 64 && at < body.Length; shift += 7)
        {
            byte part = body[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryPass(ReadOnlySpan<byte> body, ref int at, ulong length, out int start)
    {
        start = at;
        if (length > (ulong)(body.Length - at))
        {
            return false;
        }

        at += (int)length;
        return true;
    }
}
