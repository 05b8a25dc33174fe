using Artic.Core.Time;
using Artic.Hosting.Accounts;
using Artic.Streams.Control;
using Artic.Streams.Log;
using Artic.Streams.Native;
using Artic.Streams.Waiting;
using Artic.V1;

namespace Artic.Hosting.Kill;

/// <summary>
/// Stops an account, whatever else is dead or hung: it raises the kill word itself, syncs the latch, and waits for the
/// engine's word, or ends the _engine. A part of an account is stopped by the risk manager and the engine together; where one of
/// them is silent, everything is stopped. Its pages are mapped from the start: a kill opens nothing. Thread: any, several calls at
/// once; blocks up to about two seconds.
/// </summary>
public sealed class KillProcedure : IDisposable
{
    /// <summary>An engine that does not answer within this is ended; a risk manager that does not is done without.</summary>
    public const long SilenceNs = 100_000_000;

    /// <summary>Added to the venue's window and to what its clock is behind: it counts in milliseconds, and drifts.</summary>
    public const long WindowMarginNs = 50_000_000;

    private const long LeaseLapsedNs = 1_000_000_000;
    private const long FlattenPatienceNs = 30_000_000_000;
    private const long FlattenLookNs = 1_000_000;

    private readonly AccountFolder _account;
    private readonly KillWord _word;
    private readonly ScopeKillPage _scopes;
    private readonly EnginePage _engine;
    private readonly RiskPage _risk;
    private readonly DoorbellTable _doorbells;
    private readonly long _receiveWindowNs;

    /// <param name="paths">The run.</param>
    /// <param name="account">The account's durable state.</param>
    /// <param name="receiveWindowMs">After this the venue refuses a request.</param>
    /// <param name="scopes">What of the run can be killed; null: everything is all there is.</param>
    public KillProcedure(RunPaths paths, AccountFolder account, int receiveWindowMs, KillScopes? scopes = null)
    {
        _account = account;
        _word = KillWord.Open(paths.ControlFolder);
        _scopes = ScopeKillPage.Open(paths.ControlFolder);
        _engine = EnginePage.OpenToRead(paths.ControlFolder);
        _risk = RiskPage.OpenToRead(paths.ControlFolder);
        _doorbells = DoorbellTable.Open(paths.Doorbells);
        _receiveWindowNs = receiveWindowMs * 1_000_000L;
        Scopes = scopes ?? new KillScopes(null);
    }

    /// <summary>What of the run can be killed.</summary>
    public KillScopes Scopes { get; }

    /// <summary>After so long the venue takes no request any more, by whichever clock.</summary>
    private long WindowNs => _receiveWindowNs + _engine.VenueBehindNs + WindowMarginNs;

    /// <summary>
    /// Kills and gives both acknowledgements. <paramref name="onLatched"/> is called as soon as the first holds, and once more
    /// where the kill of a part was latched and everything has to be stopped after all. Errors: <see cref="IOException"/> where it
    /// is stopped, but the latch is not on disk, or where a silent engine may not be ended by this user.
    /// </summary>
    public KillResult Execute(KillRequest request, Action<KillLatched>? onLatched = null)
    {
        long begin = Clock.MonotonicNs();
        string? widened = null;
        if (!request.Scope.IsWhole)
        {
            if (TryStopPart(request, begin, onLatched, out widened) is { } part)
            {
                return part;
            }

            request = request with { Reason = $"{request.Scope.Name}: {request.Reason} ({widened})", Flatten = false };
        }

        KillResult result = StopAll(
            request with { Scope = KillScope.Whole }, begin,
            (generation, ns) => onLatched?.Invoke(new KillLatched(generation, ns, request.Scope.Name, widened != null)));
        return result with { Scope = request.Scope, Widened = widened };
    }

    /// <summary>
    /// Waits, half a minute at most, until the flattening of a kill that asked for it is over. Where no risk manager has begun
    /// it and none is there, it is withdrawn.
    /// </summary>
    public FlattenAnswer AwaitFlatten(KillResult kill)
    {
        long begin = Clock.MonotonicNs() - kill.StoppedNs;
        if (kill.Widened != null)
        {
            return new FlattenAnswer(FlattenAnswer.Widened, kill.StoppedNs);
        }

        int slot = _scopes.Find(kill.Scope.Key);
        FlattenResult? result = null;
        _ = Poll.Until(
            () => (result = slot < 0 ? null : _scopes.FlattenOf(slot, kill.Generation)) != null || HasLapsed(), FlattenPatienceNs,
            FlattenLookNs);
        long ns = Clock.MonotonicNs() - begin;
        if (result != null)
        {
            FlattenOutcome outcome = (FlattenOutcome)result.Outcome;
            return new FlattenAnswer(
                Text(outcome), ns, result.Orders, result.Remaining,
                Scopes.Find(ScopeKind.Instrument, (uint)result.RemainingInstrument)?.Name, result.RemainingQuantity);
        }

        bool isWithdrawn = slot < 0 || _scopes.TakeFlatten(slot, kill.Generation);
        return new FlattenAnswer(isWithdrawn ? FlattenAnswer.RiskManagerSilent : FlattenAnswer.Unconfirmed, ns);

        bool HasLapsed() => BootClock.NowNs() > _risk.LeaseExpiryNs + LeaseLapsedNs;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _word.Dispose();
        _scopes.Dispose();
        _engine.Dispose();
        _risk.Dispose();
        _doorbells.Dispose();
    }

    private static string Text(FlattenOutcome outcome) => outcome switch
    {
        FlattenOutcome.Flat => FlattenAnswer.Flat,
        FlattenOutcome.BelowLeast => "BELOW_LEAST",
        FlattenOutcome.Killed => "KILLED",
        FlattenOutcome.Resumed => "RESUMED",
        _ => "GAVE_UP",
    };

    /// <summary>Null where everything has to be stopped in its place, with the reason.</summary>
    private KillResult? TryStopPart(
        KillRequest request, long begin, Action<KillLatched>? onLatched, out string? widened)
    {
        int slot = _scopes.Take(request.Scope.Key);
        if (slot < 0)
        {
            widened = "SCOPES_EXHAUSTED";
            return null;
        }

        long generation = Math.Max(Highest(), Math.Max(_word.Generation, _scopes.RaisedOf(slot))) + 1;
        try
        {
            _account.AppendKill(generation, request, Clock.UtcNs());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            widened = "LATCH_NOT_WRITTEN";
            return null;
        }

        if (request.Flatten)
        {
            _scopes.AskFlatten(slot, generation);
        }

        _scopes.Raise(slot, generation);
        _doorbells.Ring(ConsumerId.RiskManager);
        if (!Poll.Until(() => _scopes.TakenOf(slot) >= generation, SilenceNs))
        {
            _ = _scopes.TakeFlatten(slot, generation);
            widened = "RISK_MANAGER_SILENT";
            return null;
        }

        long latchedNs = Clock.MonotonicNs() - begin;
        onLatched?.Invoke(new KillLatched(generation, latchedNs, request.Scope.Name));
        ThreadSettings.TakeOrdinaryTurns();
        if (!Poll.Until(() => _scopes.SeenOf(slot) >= generation, SilenceNs) ||
            !Poll.Until(() => _scopes.StoppedOf(slot) >= generation, WindowNs + (3 * WindowMarginNs)))
        {
            _ = _scopes.TakeFlatten(slot, generation);
            widened = "ENGINE_SILENT";
            return null;
        }

        widened = null;
        return new KillResult(generation, latchedNs, Clock.MonotonicNs() - begin, false, _scopes.OpenOrdersOf(slot))
        {
            Scope = request.Scope,
        };
    }

    private KillResult StopAll(KillRequest request, long begin, Action<long, long> onLatched)
    {
        int slot = request.Flatten ? _scopes.Take(ScopeKillPage.Whole) : -1;
        long generation = _word.Raise(Highest(), slot < 0 ? null : next => _scopes.AskFlatten(slot, next));
        _doorbells.Ring(ConsumerId.ExecutionEngine);
        _doorbells.Ring(ConsumerId.RiskManager);
        Exception? notSynced = null;
        long latchedNs = 0;
        try
        {
            _account.AppendKill(generation, request, Clock.UtcNs(), Latched);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The engine is stopped all the same; what is missing is said afterwards.
            notSynced = error;
        }

        using ProcessHandle? process = _engine.ProcessNumber > 0
            ? ProcessHandle.TryOpen((int)_engine.ProcessNumber, _engine.ProcessStartTicks)
            : null;
        bool seen = process != null &&
            Poll.Until(() => _engine.SeenKillGeneration >= generation || process.WaitForExit(0), SilenceNs);
        bool ended = false;
        if (seen && _engine.SeenKillGeneration >= generation)
        {
            _ = Poll.Until(
                () => _engine.StoppedKillGeneration >= generation || process!.WaitForExit(0),
                WindowNs + (3 * WindowMarginNs));
        }

        if (_engine.StoppedKillGeneration < generation)
        {
            if (process != null && !process.WaitForExit(0))
            {
                ended = process.Kill();
                if (!ended && !process.WaitForExit(0))
                {
                    throw new IOException(
                        $"the kill word is raised, but the execution engine (process {_engine.ProcessNumber}) does not answer and this " +
                        "user may not end it: end it as root; until then an order that it was just sending may leave", notSynced);
                }

                _ = process.WaitForExit(5000);
            }

            // Nobody can say what is still under way; the venue refuses it once its window has passed.
            long last = _engine.LastRequestNs;
            _ = Poll.Until(
                () => last == 0 || BootClock.NowNs() >= last + WindowNs, WindowNs + WindowMarginNs);
        }

        if (notSynced != null)
        {
            throw new IOException(
                $"stopped, but the {(latchedNs == 0 ? "latch" : "latch's history")} is not on disk: {notSynced.Message}", notSynced);
        }

        return new KillResult(generation, latchedNs, Clock.MonotonicNs() - begin, ended, _engine.OpenOrders);

        void Latched()
        {
            latchedNs = Clock.MonotonicNs() - begin;
            onLatched(generation, latchedNs);

            // Those who carry the answer come before the history and the wait.
            ThreadSettings.TakeOrdinaryTurns();
        }
    }

    /// <summary>A kill is above every one before it in any run; a history that cannot be read keeps none from being stopped.</summary>
    private long Highest()
    {
        try
        {
            return _account.HighestGeneration();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
