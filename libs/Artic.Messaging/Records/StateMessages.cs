using Artic.Streams.Steps;
using Google.Protobuf;

namespace Artic.Messaging.Records;

/// <summary>Messages that are part of a loop's state, in its snapshot. Thread: one. Allocates.</summary>
public static class StateMessages
{
    /// <summary>Writes a message.</summary>
    public static void WriteMessage(this StateWriter state, IMessage message) => state.WriteBytes(message.ToByteArray());

    /// <summary>
    /// Gives the message back into <paramref name="into"/>. Errors: <see cref="InvalidProtocolBufferException"/>.
    /// </summary>
    public static void ReadMessage<T>(this StateReader state, T into)
        where T : class, IMessage, IReusable
    {
        into.Reset();
        into.MergeFrom(state.ReadBytes());
    }
}
