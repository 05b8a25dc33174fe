using Artic.Cli.Streams;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Google.Protobuf;

namespace Artic.Cli.Risk;

/// <summary>A record that is part of an order's story, out of its stream.</summary>
/// <param name="Stream">Where it stands.</param>
/// <param name="Header">Its header.</param>
/// <param name="UtcNs">When it was published.</param>
/// <param name="Message">What it says; null for a type that this version does not know.</param>
/// <param name="Payload">Its payload.</param>
internal sealed record StoryRecord(StreamId Stream, RecordHeader Header, long UtcNs, IMessage? Message, byte[] Payload)
{
    /// <summary>It as a line of JSON.</summary>
    public string Line => RecordText.Line(Stream, Header, Payload, UtcNs);

    /// <summary>Which message it is.</summary>
    public RecordType Type => (RecordType)Header.Type;

    /// <summary><c>order/12</c>.</summary>
    public string Name => $"{RunPaths.NameOf(Stream)}/{Header.Sequence}";
}
