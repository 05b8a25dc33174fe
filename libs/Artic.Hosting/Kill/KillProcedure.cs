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
/// engine's word, or ends the engine. A part of an account is stopped by the risk manager and the engine together; where one of
/// them is silent, everything is stopped. Thread: any, several calls at once; blocks up to about two seconds.
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
    private const long LookNs = 10_000_000;

    private readonly AccountFolder _account;
    private readonly Lazy<Maps> _maps;
    private readonly long _receiveWindowNs;
    private long _nextLookNs;

    /// <param name="paths">The run.</param>
    /// <param name="account">The account's durable state.</param>
    /// <param name="receiveWindowMs">After this the venue refuses a request.</param>
    /// <param name="scopes">What of the run can be killed; null: everything is all there is.</param>
    public KillProcedure(RunPaths paths, AccountFolder account, int receiveWindowMs, KillScopes? scopes = null)
    {
        _account = account;

        // What cannot be mapped now is tried again by the next kill.
        _maps = new Lazy<Maps>(() => new Maps(paths), LazyThreadSafetyMode.PublicationOnly);
        _receiveWindowNs = receiveWindowMs * 1_000_000L;
        Scopes = scopes ?? new KillScopes(null);
    }

    /// <summary>What of the run can be killed.</summary>
    public KillScopes Scopes { get; }

    private KillWord Word => _maps.Value.Word;

    private ScopeKillPage Parts => _maps.Value.Parts;

    private EnginePage Engine => _maps.Value.Engine;

    private RiskPage Risk => _maps.Value.Risk;

    private DoorbellTable Doorbells => _maps.Value.Doorbells;

    /// <summary>After so long the venue takes no request any more, by whichever clock.</summary>
    private long WindowNs => _receiveWindowNs + Engine.VenueBehindNs + WindowMarginNs;

    /// <summary>
    /// Maps all that a kill needs, so that it opens nothing. For a process that has the right to; without it the first kill does, and
    /// fails where that right is missing.
    /// </summary>
    public void MapAhead() => _ = _maps.Value;

    /// <summary>
    /// Reads what was added to the latch's history, by whomever, so that a kill finds it read: that is a tenth of a millisecond before
    /// its word. Thread: housekeeping; a job that is done often.
    /// </summary>
    public void ReadAhead()
    {
        long now = Clock.MonotonicNs();
        if (now >= _nextLookNs)
        {
            _nextLookNs = now + LookNs;
            _ = Highest();
        }
    }

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

        int slot = Parts.Find(kill.Scope.Key);
        FlattenResult? result = null;
        _ = Poll.Until(
            () => (result = slot < 0 ? null : Parts.FlattenOf(slot, kill.Generation)) != null || HasLapsed(), FlattenPatienceNs,
            FlattenLookNs);
        long ns = Clock.MonotonicNs() - begin;
        if (result != null)
        {
            FlattenOutcome outcome = (FlattenOutcome)result.Outcome;
            return new FlattenAnswer(
                Text(outcome), ns, result.Orders, result.Remaining,
                Scopes.Find(ScopeKind.Instrument, (uint)result.RemainingInstrument)?.Name, result.RemainingQuantity);
        }

        bool isWithdrawn = slot < 0 || Parts.TakeFlatten(slot, kill.Generation);
        return new FlattenAnswer(isWithdrawn ? FlattenAnswer.RiskManagerSilent : FlattenAnswer.Unconfirmed, ns);

        bool HasLapsed() => BootClock.NowNs() > Risk.LeaseExpiryNs + LeaseLapsedNs;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_maps.IsValueCreated)
        {
            _maps.Value.Dispose();
        }
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
        int slot = Parts.Take(request.Scope.Key);
        if (slot < 0)
        {
            widened = "SCOPES_EXHAUSTED";
            return null;
        }

        long generation = Math.Max(Highest(), Math.Max(Word.Generation, Parts.RaisedOf(slot))) + 1;
        if (request.Flatten)
        {
            // ORDER: before the latch: a risk manager that reads the latch first raises the generation itself, and must find this.
            Parts.AskFlatten(slot, generation);
        }

        try
        {
            _account.AppendKill(generation, request, Clock.UtcNs());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _ = Parts.TakeFlatten(slot, generation);
            widened = "LATCH_NOT_WRITTEN";
            return null;
        }

        Parts.Raise(slot, generation);
        Doorbells.Ring(ConsumerId.RiskManager);
        if (!Poll.Until(() => Parts.TakenOf(slot) >= generation, SilenceNs))
        {
            _ = Parts.TakeFlatten(slot, generation);
            widened = "RISK_MANAGER_SILENT";
            return null;
        }

        long latchedNs = Clock.MonotonicNs() - begin;
        onLatched?.Invoke(new KillLatched(generation, latchedNs, request.Scope.Name));
        ThreadSettings.TakeOrdinaryTurns();
        if (!Poll.Until(() => Parts.SeenOf(slot) >= generation, SilenceNs) ||
            !Poll.Until(() => Parts.StoppedOf(slot) >= generation, WindowNs + (3 * WindowMarginNs)))
        {
            _ = Parts.TakeFlatten(slot, generation);
            widened = "ENGINE_SILENT";
            return null;
        }

        widened = null;
        return new KillResult(generation, latchedNs, Clock.MonotonicNs() - begin, false, Parts.OpenOrdersOf(slot))
        {
            Scope = request.Scope,
        };
    }

    private KillResult StopAll(KillRequest request, long begin, Action<long, long> onLatched)
    {
        int slot = request.Flatten ? Parts.Take(ScopeKillPage.Whole) : -1;
        long generation = Word.Raise(Highest(), slot < 0 ? null : next => Parts.AskFlatten(slot, next));
        Doorbells.Ring(ConsumerId.ExecutionEngine);
        Doorbells.Ring(ConsumerId.RiskManager);
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

        using ProcessHandle? process = Engine.ProcessNumber > 0
            ? ProcessHandle.TryOpen((int)Engine.ProcessNumber, Engine.ProcessStartTicks)
            : null;
        bool seen = process != null &&
            Poll.Until(() => Engine.SeenKillGeneration >= generation || process.WaitForExit(0), SilenceNs);
        bool ended = false;
        if (seen && Engine.SeenKillGeneration >= generation)
        {
            _ = Poll.Until(
                () => Engine.StoppedKillGeneration >= generation || process!.WaitForExit(0),
                WindowNs + (3 * WindowMarginNs));
        }

        if (Engine.StoppedKillGeneration < generation)
        {
            if (process != null && !process.WaitForExit(0))
            {
                ended = process.Kill();
                if (!ended && !process.WaitForExit(0))
                {
                    throw new IOException(
                        $"the kill word is raised, but the execution engine (process {Engine.ProcessNumber}) does not answer and this " +
                        "user may not end it: end it as root; until then an order that it was just sending may leave", notSynced);
                }

                _ = process.WaitForExit(5000);
            }

            // Nobody can say what is still under way; the venue refuses it once its window has passed.
            long last = Engine.LastRequestNs;
            _ = Poll.Until(
                () => last == 0 || BootClock.NowNs() >= last + WindowNs, WindowNs + WindowMarginNs);
        }

        if (notSynced != null)
        {
            throw new IOException(
                $"stopped, but the {(latchedNs == 0 ? "latch" : "latch's history")} is not on disk: {notSynced.Message}", notSynced);
        }

        return new KillResult(generation, latchedNs, Clock.MonotonicNs() - begin, ended, Engine.OpenOrders);

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

    private sealed class Maps(RunPaths paths) : IDisposable
    {
        public KillWord Word { get; } = KillWord.Open(paths.ControlFolder);

        public ScopeKillPage Parts { get; } = ScopeKillPage.Open(paths.ControlFolder);

        public EnginePage Engine { get; } = EnginePage.OpenToRead(paths.ControlFolder);

        public RiskPage Risk { get; } = RiskPage.OpenToRead(paths.ControlFolder);

        public DoorbellTable Doorbells { get; } = DoorbellTable.Open(paths.Doorbells);

        public void Dispose()
        {
            Word.Dispose();
            Parts.Dispose();
            Engine.Dispose();
            Risk.Dispose();
            Doorbells.Dispose();
        }
    }
}
