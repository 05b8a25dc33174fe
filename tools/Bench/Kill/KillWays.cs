using System.Text;
using System.Text.Json;
using Artic.Bench.Chain;
using Artic.Core.Time;
using Artic.Messaging.ZeroMq;
using Artic.Runs;
using Artic.Streams.Log;
using Artic.Streams.Native;

namespace Artic.Bench.Kill;

/// <summary>Both ways to say kill to a service, each over a connection that is there already. Thread: one.</summary>
public sealed class KillWays : IDisposable
{
    private const int PatienceMs = 10_000;

    private readonly RunPaths _paths;
    private readonly RunFigures _figures;
    private readonly string _token;
    // Who kills is not part of the load: how long it waits for its own turn is not the pipeline's.
    private readonly ZmqContext _context =
        ThreadSettings.MayTakeFirstTurns() ? ZmqContext.OfRealTime(ThreadSettings.BeforeFirstTurn) : new ZmqContext();
    private readonly Dictionary<string, KillByHttp> _connections = [];
    private readonly Dictionary<string, ZmqSocket> _sockets = [];
    private readonly byte[] _answer = new byte[1024];

    /// <param name="paths">The run.</param>
    /// <param name="figures">Which tell the services' ports.</param>
    public KillWays(RunPaths paths, RunFigures figures)
    {
        _paths = paths;
        _figures = figures;
        _token = File.ReadAllText(Path.Combine(paths.RunFolder, "token")).Trim();
    }

    /// <summary>Makes the connections, so that a kill finds them.</summary>
    public void Connect(string service)
    {
        _ = ConnectionTo(service);
        _ = SocketOf(service);
    }

    /// <summary>The service has a new process: what was connected to the old one goes.</summary>
    public void Forget(string service)
    {
        if (_sockets.Remove(service, out ZmqSocket? socket))
        {
            socket.Dispose();
        }

        if (_connections.Remove(service, out KillByHttp? connection))
        {
            connection.Dispose();
        }
    }

    /// <summary>Kills by HTTP; blocks until <c>stopped</c>.</summary>
    public KillAnswer ByHttp(string service)
    {
        KillByHttp connection = ConnectionTo(service);
        long sentNs = Clock.MonotonicNs();
        connection.Send();
        string latched = connection.ReadLine();
        long latchedNs = Clock.MonotonicNs();
        string stopped = connection.ReadLine();
        connection.ReadEnd();
        return Answer(sentNs, latched, latchedNs, stopped);
    }

    /// <summary>Kills by ZeroMQ; blocks until <c>stopped</c>.</summary>
    public KillAnswer ByZeroMq(string service)
    {
        ZmqSocket socket = SocketOf(service);
        byte[] request = Encoding.UTF8.GetBytes($"{{\"command\":\"kill\",\"reason\":\"bench\",\"token\":\"{_token}\"}}");
        long sentNs = Clock.MonotonicNs();
        if (!socket.TrySend(request, more: false))
        {
            throw new BenchFailedException($"the command socket of {service} takes nothing");
        }

        string latched = Receive(socket, service);
        long latchedNs = Clock.MonotonicNs();
        return Answer(sentNs, latched, latchedNs, Receive(socket, service));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ZmqSocket socket in _sockets.Values)
        {
            socket.Dispose();
        }

        foreach (KillByHttp connection in _connections.Values)
        {
            connection.Dispose();
        }

        _context.Dispose();
    }

    private static KillAnswer Answer(long sentNs, string latched, long latchedNs, string stopped)
    {
        long stoppedNs = Clock.MonotonicNs();
        try
        {
            using JsonDocument first = JsonDocument.Parse(latched);
            using JsonDocument second = JsonDocument.Parse(stopped);
            if (first.RootElement.GetProperty("event").GetString() == "latched" &&
                second.RootElement.GetProperty("event").GetString() == "stopped")
            {
                return new KillAnswer(sentNs, latchedNs, stoppedNs, second.RootElement.GetProperty("engine_ended").GetBoolean());
            }
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Said below with what came.
        }

        throw new BenchFailedException($"a kill was answered with '{latched}' and '{stopped}'");
    }

    private KillByHttp ConnectionTo(string service)
    {
        if (!_connections.TryGetValue(service, out KillByHttp? connection))
        {
            connection = new KillByHttp((int)_figures.Value(service, "http_port"), _token, PatienceMs);
            _connections.Add(service, connection);
        }

        return connection;
    }

    private ZmqSocket SocketOf(string service)
    {
        if (!_sockets.TryGetValue(service, out ZmqSocket? socket))
        {
            socket = new ZmqSocket(_context, ZmqSocketType.Dealer) { LingerMs = 0, ReceiveTimeoutMs = PatienceMs };
            socket.Connect($"ipc://{Path.Combine(_paths.Sockets, service + ".command")}");
            _sockets.Add(service, socket);
        }

        return socket;
    }

    private string Receive(ZmqSocket socket, string service) => socket.TryReceive(_answer, out int length, out _)
        ? Encoding.UTF8.GetString(_answer.AsSpan(0, length))
        : throw new BenchFailedException($"the command socket of {service} does not answer within {PatienceMs / 1000} s");
}

/// <summary>How a kill was answered; CLOCK_MONOTONIC.</summary>
/// <param name="SentNs">Before the command was sent.</param>
/// <param name="LatchedNs">The first acknowledgement was read.</param>
/// <param name="StoppedNs">The second was read.</param>
/// <param name="EngineEnded">The engine did not answer and was ended.</param>
public readonly record struct KillAnswer(long SentNs, long LatchedNs, long StoppedNs, bool EngineEnded);
