using Artic.Cli.Runs;
using Artic.Core.Time;
using Artic.Hosting.Logs;
using Artic.Runs;
using Artic.Streams.Log;
using Artic.Streams.Waiting;

namespace Artic.Cli.Traces;

/// <summary>
/// Sends the traces of a run while it lives, as its archive grows, and goes on where the one before it has ended. Nobody waits for it: it
/// reads files of the archive and writes its position, touches neither hot memory nor doorbells, and what it has not read is kept for
/// nobody's sake but the record's. A collector that is away is asked again after growing pauses, meanwhile no more is read than goes into
/// a document. Thread: one. Errors: those of <see cref="PositionFile"/>.
/// </summary>
/// <param name="paths">The run.</param>
/// <param name="sender">To the collector.</param>
/// <param name="collector">The collector's address, for people.</param>
/// <param name="log">Where it says what it does.</param>
/// <param name="isSucceeded">True where another run has begun in its place.</param>
internal sealed class TraceFollower(RunPaths paths, TraceSender sender, Uri collector, JsonLog log, Func<bool> isSucceeded)
{
    private const long LookNs = 100_000_000;
    private const long LookForEndNs = 1_000_000_000;
    private const long MarkNs = 10_000_000_000;
    private const long FirstPauseNs = 250_000_000;
    private const long LongestPauseNs = 15_000_000_000;

    /// <summary>What led to an order is in the archive within a second or two; a disk that refuses has a minute.</summary>
    private const long PatienceNs = 60_000_000_000;

    /// <summary>What has left before the end was wanted is in the archive so much later.</summary>
    private const long LastLookNs = 2_000_000_000;

    /// <summary>The end is not put off for longer, however much there is to send.</summary>
    private const long LastWordNs = 10_000_000_000;

    private OrderTraceReader _reader = new(paths, null, TracePosition.Start);
    private TracePosition _written;
    private long _writtenNs;
    private TracePosition _waitingFor;
    private long _waitingSinceNs;
    private long _pauseNs = FirstPauseNs;
    private long _sent;
    private long _withoutTick;
    private long _withoutRecord;
    private long _refused;
    private long _rejectedSpans;
    private string _fault = "";
    private bool _isAll;

    /// <summary>Follows it to its end, or until this process is to end.</summary>
    public void Follow()
    {
        using PositionFile file = new(paths);
        _written = file.Read();
        GoOnFrom(_written);
        log.Info($"the orders of {paths.RunFolder} are told to {collector}, from record {_written.Sequence + 1} of wire on");
        while (!TryFollow(file))
        {
        }

        AddUp();
        _reader.Dispose();
        SayTheSum();
    }

    /// <summary>Follows to the end; false where the record could not be read, and is to be looked at anew.</summary>
    private bool TryFollow(PositionFile file)
    {
        try
        {
            Follow(file);
            return true;
        }
        catch (IOException error)
        {
            // An archiver that was succeeded, or whose disk refuses, may leave a block for a moment that differs.
            Fail(error.Message);
            _isAll = false;
            GoOnFrom(_reader.Position);
            Pause(0);
            return Interruption.IsWanted;
        }
    }

    private void Follow(PositionFile file)
    {
        long lookedNs = 0;
        long wantedNs = 0;
        bool isOver = false;
        while (true)
        {
            long nowNs = Clock.MonotonicNs();
            if (nowNs - lookedNs >= LookForEndNs)
            {
                // Before the reading: a run that is over now has nothing that is not read then.
                lookedNs = nowNs;
                isOver = RunRecord.HasEnded(paths) || isSucceeded();
            }

            wantedNs = wantedNs == 0 && Interruption.IsWanted ? nowNs : wantedNs;
            _isAll = ReadOn(isOver, nowNs);
            OtlpAnswer? away = sender.Flush();
            SayWhatWasLeftOut();
            if (away is { } answer)
            {
                Fail(answer.Words);
                if (Interruption.IsWanted)
                {
                    return;
                }

                Pause(answer.AfterNs);
                continue;
            }

            Settle(file, nowNs);
            bool isLastLook = wantedNs > 0 && nowNs - wantedNs > LastLookNs;
            if ((_isAll && (isOver || isLastLook)) || (wantedNs > 0 && nowNs - wantedNs > LastWordNs))
            {
                return;
            }

            if (_isAll)
            {
                Poll.Pause(LookNs);
            }
        }
    }

    /// <summary>Reads as much as goes into a document; true where the archive has no more.</summary>
    private bool ReadOn(bool isOver, long nowNs)
    {
        while (!sender.IsFull)
        {
            if (_reader.Read() is { } trace)
            {
                sender.Add(trace);
            }
            else if (!_reader.IsWaiting)
            {
                return true;
            }
            else if (isOver || IsOutOfPatience(nowNs))
            {
                _reader.GiveUp();
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private bool IsOutOfPatience(long nowNs)
    {
        if (_waitingFor != _reader.Position)
        {
            (_waitingFor, _waitingSinceNs) = (_reader.Position, nowNs);
        }

        return nowNs - _waitingSinceNs > PatienceNs;
    }

    /// <summary>The collector has, or has refused, all that was read.</summary>
    private void Settle(PositionFile file, long nowNs)
    {
        if (_fault.Length > 0)
        {
            log.Info($"{collector} has traces again");
            _fault = "";
        }

        _pauseNs = FirstPauseNs;
        if (_written != _reader.Position || nowNs - _writtenNs >= MarkNs)
        {
            file.Write(_reader.Position);
            (_written, _writtenNs) = (_reader.Position, nowNs);
        }
    }

    private void GoOnFrom(TracePosition position)
    {
        AddUp();
        _reader.Dispose();
        _reader = new OrderTraceReader(paths, null, position);
    }

    private void AddUp()
    {
        _sent += _reader.Sent;
        _withoutTick += _reader.WithoutTick;
        _withoutRecord += _reader.WithoutRecord;
    }

    private void Fail(string words)
    {
        if (words != _fault)
        {
            log.Warn($"traces have to wait: {words}");
        }

        _fault = words;
    }

    private void Pause(long leastNs)
    {
        _ = Poll.Until(() => Interruption.IsWanted, Math.Max(leastNs, _pauseNs), LookNs);
        _pauseNs = Math.Min(2 * _pauseNs, LongestPauseNs);
    }

    private void SayWhatWasLeftOut()
    {
        if (sender.Refused > _refused || sender.RejectedSpans > _rejectedSpans)
        {
            log.Warn(
                $"left out: {sender.Refused - _refused} orders that the collector refused, " +
                $"{sender.RejectedSpans - _rejectedSpans} spans that it rejected: {sender.Fault}");
            (_refused, _rejectedSpans) = (sender.Refused, sender.RejectedSpans);
        }
    }

    private void SayTheSum()
    {
        log.Info(
            $"{sender.Taken} traces of {_sent} orders sent to {collector}; left out: {_withoutTick} that no tick has led to, " +
            $"{_withoutRecord} of which a record is gone, {_refused} that the collector refused; {_rejectedSpans} spans rejected");
        if (sender.Waiting > 0 || !_isAll)
        {
            string why = _fault.Length > 0 ? _fault : "there was too much";
            log.Warn($"ended before all was told ({why}): the next start goes on behind record {_written.Sequence} of wire");
        }
    }
}
