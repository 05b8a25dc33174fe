using System.Net.WebSockets;

namespace Artic.VenueSimulator.Edge;

/// <summary>Runs one connection: frames in, in order, to a handler; queued messages out. Thread: the pool's.</summary>
public static class WebSocketSession
{
    /// <summary>The largest frame that a client may send.</summary>
    public const int MaxFrameBytes = 64 * 1024;

    /// <summary>
    /// Runs until the connection is over. <paramref name="onFrame"/> gets each text frame, valid until it returns, and
    /// says whether to go on.
    /// </summary>
    public static async Task RunAsync(
        VenueEngine engine, Connection connection, Func<ReadOnlyMemory<byte>, bool> onFrame)
    {
        Task sender = SendAllAsync(connection);
        (WebSocketCloseStatus status, string reason) = await ReadAllAsync(connection.Socket, onFrame);
        connection.CloseStatus = status;
        if (!engine.Disconnect(connection, reason))
        {
            connection.Outbound.End();
        }

        await sender;
    }

    private static async Task<(WebSocketCloseStatus Status, string Reason)> ReadAllAsync(
        WebSocket socket, Func<ReadOnlyMemory<byte>, bool> onFrame)
    {
        byte[] buffer = new byte[MaxFrameBytes];
        int length = 0;
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult result =
                    await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                length += result.Count;
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    return (WebSocketCloseStatus.NormalClosure, "closed by the client");
                }

                if (result.MessageType == WebSocketMessageType.Binary)
                {
                    return (WebSocketCloseStatus.InvalidMessageType, "a binary frame");
                }

                if (result.EndOfMessage)
                {
                    if (!onFrame(buffer.AsMemory(0, length)))
                    {
                        return (WebSocketCloseStatus.EndpointUnavailable, "the venue is stopping");
                    }

                    length = 0;
                }
                else if (length == buffer.Length)
                {
                    return (WebSocketCloseStatus.MessageTooBig, "a frame above 64 KiB");
                }
            }
        }
        catch (Exception e) when (
            e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            return (WebSocketCloseStatus.EndpointUnavailable, "the connection broke");
        }
    }

    private static async Task SendAllAsync(Connection connection)
    {
        WebSocket socket = connection.Socket;
        try
        {
            await foreach (OutboundFrame frame in connection.Outbound.ReadAllAsync(CancellationToken.None))
            {
                WebSocketMessageType type = frame.IsBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text;
                await socket.SendAsync(frame.Message, type, endOfMessage: true, CancellationToken.None);
            }

            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(connection.CloseStatus, null, CancellationToken.None);
            }
        }
        catch (Exception e) when (
            e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException
            or InvalidOperationException)
        {
            // The peer is gone; what was queued for it has nobody to go to.
            socket.Abort();
        }
    }
}
