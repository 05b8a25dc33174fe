using System.Collections.Concurrent;
using System.Text;
using Artic.Core.Time;
using Artic.Hosting.Commands;
using Artic.Hosting.Instances;
using Artic.Hosting.Kill;
using Artic.Hosting.Limits;
using Artic.Hosting.Logs;
using Artic.Hosting.Net;
using Artic.Messaging.ZeroMq;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Native;
using Artic.Streams.Waiting;

namespace Artic.Hosting.Publishing;

/// <summary>
/// A service's commands by ZeroMQ: a Router at <c>ipc://{sockets}/{service}.command</c>, 0660. A request is one frame,
/// <c>{"command":"kill","reason":"…","token":"…"}</c>, at most 4 KiB; the answers are JSON too. A kill is answered
/// twice, <c>latched</c> and <c>stopped</c>, and one that flattens a third time, so a client that wants all is a Dealer: a Req
/// takes the first only. Kills run on threads of their own, any number at once; none is refused but for a scope that is not
/// there, and none waits for another. Refusals are <c>TOKEN_MISSING_OR_WRONG</c>, <c>MALFORMED</c>, <c>COMMAND_UNKNOWN</c>,
/// <c>SCOPE_UNKNOWN</c>, and those of <see cref="LimitDesk"/> and <see cref="ResumeDesk"/>, counted.
/// Thread: its own (artic-command) for everything on the socket, from the constructor on; <see cref="Dispose"/> from
/// any. Errors: the constructor throws <see cref="ZmqException"/> where the socket cannot be bound; afterwards nothing that
/// arrives ends the thread.
/// </summary>
public sealed class CommandSocket : IDisposable
{
    /// <summary>Who asked, as the latch and the log have it, where it is the run's token that was borne.</summary>
    public const string Way = "zeromq-token";

    /// <summary>A peer that sends a longer frame is cut off; up to it, one is told that it is malformed.</summary>
    private const long CutOffBytes = 64 << 10;

    /// <summary>The longest that an answer waits where its wake-up could not be sent.</summary>
    private const int LongestWaitMs = 50;

    /// <summary>The last answers leave before the socket does.</summary>
    private const int LastAnswersMs = 500;

    /// <summary>Requests of one turn; whoever sends more at once has no right to the first turn.</summary>
    private const int BatchRequests = 64;
    private const long DrainNs = 3_000_000_000;
    private const long PauseNs = 10_000_000;

    private readonly string _service;
    private readonly CommandTokens _tokens;
    private readonly CommandCounters _counters;
    private readonly JsonLog _log;
    private readonly CommandActions _actions;
    private readonly UnauthorizedPeers _unauthorized;
    private readonly string[] _known;
    private readonly ZmqSocket _router;
    private readonly ZmqSocket _wake;
    private readonly ZmqSocket _waker;
    private readonly Lock _wakerGate = new();
    private readonly CommandMessage _message = new();
    private readonly ConcurrentQueue<CommandReply> _replies = new();
    private readonly Thread _thread;
    private readonly bool _isFirst;
    private bool _hasFirstTurn;
    private int _running;
    private long _stopSinceNs;
    private volatile bool _stopping;

    /// <summary>
    /// Binds and starts to answer. The process owns its streams by then: whoever binds last has the address, so a
    /// second one of the same service would take it from the first.
    /// </summary>
    /// <param name="paths">The run; its folders exist.</param>
    /// <param name="service">The service's name.</param>
    /// <param name="tokens">Of which every request must bear one.</param>
    /// <param name="context">ZeroMQ of this process.</param>
    /// <param name="counters">The service's counters; slots are taken here, before the metrics page is frozen.</param>
    /// <param name="unauthorized">Counts and slows down those without the token.</param>
    /// <param name="log">Where commands and failures are said.</param>
    /// <param name="actions">What is carried out.</param>
    /// <param name="isFirst">
    /// Its thread runs before every ordinary one of its cores, where nothing floods it: <paramref name="context"/> is one
    /// <see cref="ZmqContext.OfRealTime"/>.
    /// </param>
    public CommandSocket(
        RunPaths paths, string service, CommandTokens tokens, ZmqContext context, CountersFile counters,
        UnauthorizedPeers unauthorized, JsonLog log, CommandActions actions, bool isFirst = false)
    {
        _isFirst = isFirst;
        _service = service;
        _tokens = tokens;
        _counters = new CommandCounters(counters);
        _log = log;
        _actions = actions;
        _unauthorized = unauthorized;
        string[] limitCommands = actions.Limits == null ? [] : ["limits", "set_limit"];
        string[] overrideCommands = actions.Overrides == null ? [] : ["override"];
        string[] resumeCommands = actions.Resume == null ? [] : ["resume"];
        string[] instanceCommands = actions.SetInstances == null ? [] : ["instances", "set_instances"];
        string[] reconcileCommands = actions.Reconcile == null ? [] : ["reconcile"];
        _known =
        [
            "kill", "ping", .. limitCommands, .. overrideCommands, .. resumeCommands, .. instanceCommands, .. reconcileCommands,
        ];
        string path = Path.Combine(paths.Sockets, service + ".command");
        _router = new ZmqSocket(context, ZmqSocketType.Router)
        {
            MaxMessageBytes = CutOffBytes, LingerMs = LastAnswersMs,
        };
        _wake = new ZmqSocket(context, ZmqSocketType.Dealer);
        _waker = new ZmqSocket(context, ZmqSocketType.Dealer);
        try
        {
            _wake.Bind($"inproc://{path}");
            _waker.Connect($"inproc://{path}");
            _router.Bind($"ipc://{path}");
        }
        catch
        {
            Close();
            throw;
        }

        _thread = new Thread(Run) { Name = "artic-command", IsBackground = true };
        _thread.Start();
    }

    /// <summary>
    /// Takes no more requests, gives commands that run three seconds to end and be answered, and closes the socket.
    /// Blocks.
    /// </summary>
    public void Dispose()
    {
        _stopping = true;
        Wake();
        _thread.Join();
    }

    private void Run()
    {
        ThreadSettings.SetName("artic-command");
        TakeTurns(_isFirst);
        while (!HasEnded())
        {
            try
            {
                Turn();
            }
            catch (ZmqException error) when (error.Code == ZmqErrno.ContextTerminated)
            {
                break;
            }
#pragma warning disable CA1031 // The edge: whatever a request causes must not cost the way to stop the account.
            catch (Exception error)
#pragma warning restore CA1031
            {
                _log.Error($"command socket: {error.Message}");
                Poll.Pause(PauseNs);
            }
        }

        Close();
    }

    private void Turn()
    {
        _ = _stopping ? ZmqPoller.Poll(_wake, null, LongestWaitMs) : ZmqPoller.Poll(_router, _wake, LongestWaitMs);
        while (_wake.TryReceive(default, out _, out _))
        {
        }

        while (_replies.TryDequeue(out CommandReply? reply))
        {
            _running -= reply.EndsCommand ? 1 : 0;
            if (reply.IsRefused)
            {
                _counters.RefusedForContent();
            }

            Send(reply.Envelope, reply.Json);
        }

        int taken = 0;
        for (; taken < BatchRequests && !_stopping && _message.TryReceive(_router); taken++)
        {
            Take();
        }

        TakeTurns(first: _isFirst && taken < BatchRequests);
    }

    private void TakeTurns(bool first)
    {
        if (first == _hasFirstTurn)
        {
            return;
        }

        _hasFirstTurn = first;
        if (first)
        {
            ThreadSettings.TakeFirstTurn();
        }
        else
        {
            ThreadSettings.TakeOrdinaryTurns();
        }
    }

    private bool HasEnded()
    {
        if (!_stopping)
        {
            return false;
        }

        long now = Clock.MonotonicNs();
        _stopSinceNs = _stopSinceNs == 0 ? now : _stopSinceNs;
        return (_running == 0 && _replies.IsEmpty) || now - _stopSinceNs >= DrainNs;
    }

    private void Take()
    {
        CommandRequest? request = _message.IsWhole ? CommandRequest.TryParse(_message.Body) : null;
        byte[][] to = _message.Envelope;
        if (request == null)
        {
            _counters.RefusedAsMalformed();
            Send(to, CommandReply.Error("MALFORMED"));
        }
        else if (_tokens.Find(request.Token ?? "") is not { } bearer)
        {
            _counters.RefusedForToken();
            Send(to, _unauthorized.IsTooMany(Convert.ToHexString(to[0]), out int retryAfterSeconds)
                ? CommandReply.TooManyUnauthorized(retryAfterSeconds)
                : CommandReply.Error("TOKEN_MISSING_OR_WRONG"));
        }
        else if (!_known.Contains(request.Command))
        {
            _counters.RefusedAsUnknown();
            Send(to, CommandReply.Unknown(_known));
        }
        else
        {
            _counters.Accepted();
            CarryOut(request, bearer, to);
        }
    }

    private void CarryOut(CommandRequest request, CommandBearer bearer, byte[][] to)
    {
        if (request.Command == "ping")
        {
            Send(to, CommandReply.Pong(_service));
            return;
        }

        if (request.Command == "limits")
        {
            byte[] limits = _actions.Limits!.Current(request.ScopeText, out bool isKnown);
            if (!isKnown)
            {
                _counters.RefusedForContent();
            }

            Send(to, limits);
            return;
        }

        if (request.Command == "instances")
        {
            Send(to, _actions.ShowInstances!());
            return;
        }

        if (request.Command == "reconcile")
        {
            Send(to, _actions.Reconcile!(bearer.By(Way)));
            return;
        }

        // The others write and sync a file or wait for a loop: none may keep the next kill waiting.
        _running++;
        try
        {
            if (request.Command == "kill")
            {
                _actions.KillThreads.Run(() => RunApart(request, bearer, to));
            }
            else
            {
                Thread apart = new(() => RunApart(request, bearer, to)) { Name = $"artic-{request.Command}", IsBackground = true };
                apart.Start();
            }
        }
        catch (OutOfMemoryException)
        {
            // No thread is left: a kill that keeps the next one waiting is better than none.
            RunApart(request, bearer, to);
        }
    }

    private void RunApart(CommandRequest request, CommandBearer bearer, byte[][] to)
    {
        byte[] last;
        bool isRefused = false;
        try
        {
            last = request.Command switch
            {
                "kill" => Kill(request, bearer, to, out isRefused),
                "resume" => Resume(request, bearer, out isRefused),
                "override" => Override(request, bearer, out isRefused),
                "set_instances" => SetInstances(request, bearer, out isRefused),
                _ => SetLimit(request, bearer, out isRefused),
            };
        }
#pragma warning disable CA1031 // The top of a thread: the asker is told, the process goes on.
        catch (Exception error)
#pragma warning restore CA1031
        {
            last = AnswerJson.Error($"{request.Command.ToUpperInvariant()}_FAILED", error.Message);
            _log.Error($"{request.Command} by {bearer.By(Way)} ('{request.Reason}'): {error}");
        }

        Answer(new CommandReply(to, last, EndsCommand: true, isRefused));
    }

    private byte[] SetLimit(CommandRequest request, CommandBearer bearer, out bool isRefused)
    {
        LimitRequest limit = new()
        {
            Name = request.Name, Value = request.Value, Reset = request.Reset, Scope = request.ScopeText, By = request.By,
            Reason = request.Reason,
        };
        string by = bearer.By(Way);
        byte[] answer = _actions.Limits!.Set(by, limit, out bool isSet);
        isRefused = !isSet;
        _log.Warn($"set_limit by {by}: {Encoding.UTF8.GetString(answer)}");
        return answer;
    }

    private byte[] Override(CommandRequest request, CommandBearer bearer, out bool isRefused)
    {
        string by = bearer.By(Way);
        byte[] answer = _actions.Overrides!(by, request.Denial, request.By, request.Reason, out bool isApproved);
        isRefused = !isApproved;
        _log.Warn($"override by {by}: {Encoding.UTF8.GetString(answer)}");
        return answer;
    }

    private byte[] SetInstances(CommandRequest request, CommandBearer bearer, out bool isRefused)
    {
        InstanceRequest wanted = new()
        {
            Instance = request.Instance, Instances = request.Instances, By = request.By, Reason = request.Reason,
        };
        string by = bearer.By(Way);
        byte[] answer = _actions.SetInstances!(by, wanted, out bool isDone);
        isRefused = !isDone;
        _log.Warn($"set_instances by {by}: {Encoding.UTF8.GetString(answer)}");
        return answer;
    }

    private byte[] Kill(CommandRequest request, CommandBearer bearer, byte[][] to, out bool isRefused)
    {
        isRefused = !_actions.Scopes.TryFind(request.ScopeText, out KillScope scope);
        if (isRefused)
        {
            return KillJson.UnknownScope(_actions.Scopes);
        }

        KillRequest kill = new(bearer.By(Way), request.Reason ?? "", scope, request.WantsFlatten);
        KillResult result = _actions.Kill(
            kill, latched => Answer(new CommandReply(to, KillJson.Latched(latched), EndsCommand: false)));
        string what = scope.IsWhole ? "everything" : scope.Name;
        _log.Warn(
            $"{what} killed by {kill.By} ('{kill.Reason}'): generation {result.Generation}, engine ended: {result.EngineEnded}" +
            (result.Widened == null ? "" : $", everything is stopped: {result.Widened}"));
        if (!kill.Flatten)
        {
            return KillJson.Stopped(result);
        }

        Answer(new CommandReply(to, KillJson.Stopped(result), EndsCommand: false));
        return KillJson.Flattened(_actions.Flatten(result));
    }

    private byte[] Resume(CommandRequest request, CommandBearer bearer, out bool isRefused)
    {
        isRefused = true;
        if (!_actions.Scopes.TryFind(request.ScopeText, out KillScope scope))
        {
            return KillJson.UnknownScope(_actions.Scopes);
        }

        string by = bearer.By(Way);
        ResumeAnswer answer = _actions.Resume!(new ResumeRequest(by, bearer.Name != null, scope, request.Reason ?? ""));
        isRefused = answer.Outcome == ResumeOutcome.Refused;
        _log.Warn($"resume by {by} ('{request.Reason}'): {(isRefused ? answer.Code : answer.Outcome)}");
        return answer.ToJson();
    }

    private void Answer(CommandReply reply)
    {
        _replies.Enqueue(reply);
        Wake();
    }

    /// <summary>Has the socket's thread look at the queue now. Thread: any but that.</summary>
    private void Wake()
    {
        try
        {
            // A socket has one owner at a time: the lock hands it over.
            lock (_wakerGate)
            {
                _ = _waker.TrySend(default, more: false);
            }
        }
        catch (Exception error) when (error is ZmqException or ObjectDisposedException)
        {
            // The thread looks by itself within LongestWaitMs, or has ended.
        }
    }

    private void Send(byte[][] envelope, byte[] json)
    {
        foreach (byte[] frame in envelope)
        {
            if (!_router.TrySend(frame, more: true))
            {
                // The peer has gone; what it asked for is done all the same.
                return;
            }
        }

        _ = _router.TrySend(json, more: false);
    }

    private void Close()
    {
        _router.Dispose();
        lock (_wakerGate)
        {
            _waker.Dispose();
        }

        _wake.Dispose();
    }
}
