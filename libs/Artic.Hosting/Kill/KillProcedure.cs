using Artic.Core.Time;
using Artic.Hosting.Accounts;
using Artic.Streams.Control;
using Artic.Streams.Log;
using Artic.Streams.Native;
using Artic.Streams.Waiting;

namespace Artic.Hosting.Kill;

/// <summary>
/// Stops an account, whatever else is dead or hung: it raises the kill word itself, syncs the latch, and waits for the
/// engine's word, or ends the engine. Thread: any, one call at a time each; blocks up to about two seconds.
/// </summary>
public sealed class KillProcedure
{
    /// <summary>An engine that does not answer within this is ended.</summary>
    public const long SilenceNs = 100_000_000;

    /// <summary>Added to the venue's window: its clock counts in milliseconds, and it may be a little behind.</summary>
    public const long WindowMarginNs = 50_000_000;

    private readonly RunPaths _paths;
    private readonly AccountFolder _account;
    private readonly long _receiveWindowNs;

    /// <param name="paths">The run.</param>
    /// <param name="account">The account's durable state.</param>
    /// <param name="receiveWindowMs">After this the venue refuses a request.</param>
    public KillProcedure(RunPaths paths, AccountFolder account, int receiveWindowMs)
    {
        _paths = paths;
        _account = account;
        _receiveWindowNs = receiveWindowMs * 1_000_000L;
    }

    /// <summary>
    /// Kills and gives both acknowledgements. <paramref name="onLatched"/> is called as soon as the first holds, with
    /// the generation and its time in nanoseconds.
    /// </summary>
    public KillResult Execute(string by, string reason, Action<long, long>? onLatched = null)
    {
        long begin = Clock.MonotonicNs();
        using KillWord word = KillWord.Open(_paths.ControlFolder);
        using EnginePage engine = EnginePage.Open(_paths.ControlFolder);
        using DoorbellTable doorbells = DoorbellTable.Open(_paths.Doorbells);
        long generation = Math.Max(word.Generation, _account.ReadLatch().Killed) + 1;
        word.RaiseTo(generation);
        doorbells.Ring(ConsumerId.ExecutionEngine);
        doorbells.Ring(ConsumerId.RiskManager);
        Exception? notSynced = null;
        try
        {
            _account.AppendKill(generation, by, reason, Clock.UtcNs());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The engine is stopped all the same; what is missing is said afterwards.
            notSynced = error;
        }

        long latchedNs = Clock.MonotonicNs() - begin;
        if (notSynced == null)
        {
            onLatched?.Invoke(generation, latchedNs);
        }

        using ProcessHandle? process = engine.ProcessNumber > 0
            ? ProcessHandle.TryOpen((int)engine.ProcessNumber, engine.ProcessStartTicks)
            : null;
        bool seen = process != null &&
            Poll.Until(() => engine.SeenKillGeneration >= generation || process.WaitForExit(0), SilenceNs);
        bool ended = false;
        if (seen && engine.SeenKillGeneration >= generation)
        {
            _ = Poll.Until(
                () => engine.StoppedKillGeneration >= generation || process!.WaitForExit(0),
                _receiveWindowNs + (4 * WindowMarginNs));
        }

        if (engine.StoppedKillGeneration < generation)
        {
            if (process != null && !process.WaitForExit(0))
            {
                ended = process.Kill();
                _ = process.WaitForExit(5000);
            }

            // Nobody can say what is still under way; the venue refuses it once its window has passed.
            long last = engine.LastRequestNs;
            _ = Poll.Until(
                () => last == 0 || BootClock.NowNs() >= last + _receiveWindowNs + WindowMarginNs,
                _receiveWindowNs + (2 * WindowMarginNs));
        }

        if (notSynced != null)
        {
            throw new IOException($"stopped, but the latch is not on disk: {notSynced.Message}", notSynced);
        }

        return new KillResult(generation, latchedNs, Clock.MonotonicNs() - begin, ended, engine.OpenOrders);
    }
}

/// <summary>Both acknowledgements of a kill.</summary>
/// <param name="Generation">The kill generation.</param>
/// <param name="LatchedNs">Until the word was raised and the latch synced.</param>
/// <param name="StoppedNs">Until the venue could accept no more.</param>
/// <param name="EngineEnded">The engine did not answer and was ended through its pidfd.</param>
/// <param name="OpenOrders">Orders that the engine still knew as open.</param>
public sealed record KillResult(long Generation, long LatchedNs, long StoppedNs, bool EngineEnded, long OpenOrders);
