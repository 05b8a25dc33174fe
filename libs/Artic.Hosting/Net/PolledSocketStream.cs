using System.Net.Sockets;
using System.Threading.Tasks.Sources;
using Artic.Core.Time;
using Artic.Streams.Waiting;

namespace Artic.Hosting.Net;

/// <summary>
/// A stream over a non-blocking socket whose reads are completed by <see cref="Pump"/> on the caller's own thread: the
/// platform's WebSocket framing runs there, without a hop through the thread pool. Thread: one reads and pumps, one
/// writes. Allocates nothing in steady state.
/// </summary>
internal sealed class PolledSocketStream : Stream, IValueTaskSource<int>
{
    private const long WriteTimeoutNs = 1_000_000_000;
    private const int AheadBytes = 64 << 10;
    private const int TcpLevel = 6;
    private const int TcpQuickAck = 12;

    private readonly Socket _socket;
    private readonly byte[] _ahead = new byte[AheadBytes];
    private int _aheadStart;
    private int _aheadEnd;
    private ManualResetValueTaskSourceCore<int> _read;
    private Memory<byte> _destination;
    private bool _waiting;

    public PolledSocketStream(Socket socket)
    {
        _socket = socket;
        _socket.Blocking = false;
        _socket.NoDelay = true;

        // An acknowledgement for each frame would be written within the read of that frame: 4 µs on loopback before the
        // frame is given. This lets the kernel send one for two.
        _socket.SetRawSocketOption(TcpLevel, TcpQuickAck, stackalloc byte[sizeof(int)]);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Completes the waiting read if bytes are there; the reader's continuation runs before this returns.</summary>
    public void Pump()
    {
        if (_waiting && TryReceive(_destination.Span, out int count))
        {
            _waiting = false;
            _read.SetResult(count);
        }
    }

    /// <summary>Blocks until bytes are there or the time is up.</summary>
    public bool WaitReadable(int timeoutMs) =>
        _aheadStart < _aheadEnd || _socket.Poll(timeoutMs * 1000, SelectMode.SelectRead);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0)
        {
            return new ValueTask<int>(0);
        }

        if (TryReceive(buffer.Span, out int count))
        {
            return new ValueTask<int>(count);
        }

        _read.Reset();
        _destination = buffer;
        _waiting = true;
        return new ValueTask<int>(this, _read.Version);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            int sent = _socket.Send(buffer, SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock)
            {
                // The peer has not read for as many bytes as the kernel holds: it is given a second, in small looks.
                if (!Poll.Until(() => _socket.Poll(0, SelectMode.SelectWrite), WriteTimeoutNs))
                {
                    throw new IOException("the peer does not read");
                }

                continue;
            }

            if (error != SocketError.Success)
            {
                throw new IOException(error.ToString());
            }

            buffer = buffer[sent..];
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        long deadline = Clock.MonotonicNs() + WriteTimeoutNs;
        int received;
        while (!TryReceive(buffer.AsSpan(offset, count), out received))
        {
            if (Clock.MonotonicNs() > deadline)
            {
                throw new IOException("the peer does not answer");
            }

            _ = WaitReadable(10);
        }

        return received;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public int GetResult(short token) => _read.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _read.GetStatus(token);

    public void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _read.OnCompleted(continuation, state, token, flags);

    protected override void Dispose(bool disposing)
    {
        _socket.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>
    /// From what was read ahead, or from the socket: a frame's head and body are asked for one after the other, and one
    /// system call gives both.
    /// </summary>
    private bool TryReceive(Span<byte> into, out int count)
    {
        if (_aheadStart == _aheadEnd)
        {
            if (!TryReadAhead(out count))
            {
                return false;
            }

            (_aheadStart, _aheadEnd) = (0, count);
        }

        count = Math.Min(into.Length, _aheadEnd - _aheadStart);
        _ahead.AsSpan(_aheadStart, count).CopyTo(into);
        _aheadStart += count;
        return true;
    }

    private bool TryReadAhead(out int count)
    {
        count = _socket.Receive(_ahead, SocketFlags.None, out SocketError error);
        switch (error)
        {
            case SocketError.Success:
                return true;
            case SocketError.WouldBlock:
                return false;
            default:
                // To the reader it is the end; a reset and a close are answered alike, by a new connection.
                count = 0;
                return true;
        }
    }
}
