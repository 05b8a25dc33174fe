namespace Artic.Streams.Log;

/// <summary>
/// One record in place, in the mapping of the reader that gave it. Owner: the reader; valid until its next read.
/// </summary>
public readonly unsafe ref struct Record
{
    private readonly byte* _at;

    internal Record(byte* at, StreamId stream)
    {
        _at = at;
        Stream = stream;
    }

    /// <summary>The stream it stands in.</summary>
    public StreamId Stream { get; }

    /// <summary>The header in place.</summary>
    public ref readonly RecordHeader Header => ref *(RecordHeader*)_at;

    /// <summary>Header and payload.</summary>
    public ReadOnlySpan<byte> Bytes => new(_at, (int)Header.Length);

    /// <summary>The protobuf bytes.</summary>
    public ReadOnlySpan<byte> Payload => new(_at + RecordHeader.SizeBytes, (int)Header.Length - RecordHeader.SizeBytes);
}
