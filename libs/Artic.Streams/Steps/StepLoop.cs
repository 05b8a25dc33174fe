using Artic.Core.Time;
using Artic.Streams.Log;

namespace Artic.Streams.Steps;

/// <summary>
/// Merges the input streams of a service, runs its handler over them and commits what it says: one step, one commit.
/// The order of the merge is in the commits, so <see cref="Rebuild"/> brings a restarted process to the very state that
/// its stream has recorded. Before a record is handled, every input has been read up to the record that caused it.
/// Thread: the hot thread. Allocates nothing in <see cref="Turn"/>.
/// </summary>
public sealed class StepLoop
{
    private const int BatchRecords = 32;

    private readonly IStepHandler _handler;
    private readonly StepOutput _output;
    private readonly RecordReader[] _inputs;
    private readonly RecordReader[] _inputByStream = new RecordReader[64];

    /// <param name="handler">The state machine.</param>
    /// <param name="output">Its stream.</param>
    /// <param name="inputs">Its inputs; in a turn they are looked at in this order.</param>
    public StepLoop(IStepHandler handler, StepOutput output, params RecordReader[] inputs)
    {
        _handler = handler;
        _output = output;
        _inputs = inputs;
        foreach (RecordReader input in inputs)
        {
            _inputByStream[(int)input.Stream] = input;
        }
    }

    /// <summary>
    /// The input that the loop's own thread writes: a turn takes all that is there of it before anything of the others. What a
    /// process before has left there may be much, and says the time, the gate or the start that the others must be seen under.
    /// Null: there is none.
    /// </summary>
    public StreamId? Edge { get; init; }

    /// <summary>The inputs, each at the last record that was taken.</summary>
    public ReadOnlySpan<RecordReader> Inputs => _inputs;

    /// <summary>
    /// Writes the handler's state. Between two steps nothing else is pending: a step has listed all inputs that were
    /// taken, and the next input sets origin and cause anew.
    /// </summary>
    public void Save(StateWriter state) => _handler.Save(state);

    /// <summary>
    /// Gives the handler a saved state; <see cref="Inputs"/> must stand where they stood then. Errors:
    /// <see cref="StateMalformedException"/>.
    /// </summary>
    public void Load(StateReader state)
    {
        _handler.Load(state);
        state.End();
    }

    /// <summary>
    /// Runs the handler over the recorded inputs up to the last committed step of <paramref name="recorded"/> (the
    /// loop's own stream, from its start or from where the state was loaded) and compares what it says. Gives the number
    /// of inputs. Errors: <see cref="StepMismatchException"/>, <see cref="StreamCorruptException"/>.
    /// </summary>
    /// <param name="recorded">The loop's own stream.</param>
    /// <param name="last">A step's last record, at which it ends; as far as there is one, unless told otherwise.</param>
    public long Rebuild(RecordReader recorded, long last = long.MaxValue)
    {
        long inputs = 0;
        RebuildComparison comparison = new(recorded);
        _output.StartRebuild(comparison);
        while (recorded.LastSequence < last && recorded.TryRead(out Record step))
        {
            if (step.Header.Type != StepOutput.StepRecordType)
            {
                throw new StreamCorruptException(
                    $"stream '{RunPaths.NameOf(recorded.Stream)}', sequence {recorded.LastSequence}: no step record");
            }

            bool stepContinues = step.Header.Flags.HasFlag(RecordFlags.StepContinues);
            inputs += RunAgain(step.Payload, recorded);
            if (!_output.IsStepOf(step.Header))
            {
                throw new StepMismatchException(
                    $"stream '{RunPaths.NameOf(recorded.Stream)}', sequence {recorded.LastSequence}: the step's flags, origin or cause are not those of its last input");
            }

            comparison.CheckStep(stepContinues);
        }

        _output.EndRebuild(InputsTaken());
        return inputs;
    }

    /// <summary>
    /// Handles what is there: all of <see cref="Edge"/>, then a bounded number of records from each input; true where there was
    /// something.
    /// </summary>
    public bool Turn()
    {
        bool worked = Edge is { } edge && TakeAll(_inputByStream[(int)edge]);
        foreach (RecordReader input in _inputs)
        {
            for (int i = 0; i < BatchRecords && input.TryRead(out Record record); i++)
            {
                worked = true;
                HandleLive(record);
            }
        }

        return worked;
    }

    /// <summary>True where an input has a record.</summary>
    public bool HasInput()
    {
        foreach (RecordReader input in _inputs)
        {
            if (input.HasNext())
            {
                return true;
            }
        }

        return false;
    }

    private bool TakeAll(RecordReader input)
    {
        bool worked = false;
        while (input.TryRead(out Record record))
        {
            worked = true;
            HandleLive(record);
        }

        return worked;
    }

    private void HandleLive(in Record record)
    {
        RecordReader? cause = _inputByStream[(int)record.Header.CauseStream & 63];
        if (cause != null && cause.Stream != record.Stream)
        {
            while (cause.LastSequence < record.Header.CauseSequence && cause.TryRead(out Record earlier))
            {
                Handle(earlier);
            }
        }

        Handle(record);
    }

    private void Handle(in Record record)
    {
        _output.Consume(record.Header, record.Stream, Clock.MonotonicNs());
        _handler.Handle(record, _output);
        if (_output.PendingRecords > 0)
        {
            _output.Commit(Clock.MonotonicNs());
        }

        _handler.AfterStep(record);
    }

    private long RunAgain(ReadOnlySpan<byte> step, RecordReader recorded)
    {
        if (!StepOutput.TryReadStep(step, out step, out long inputsTaken))
        {
            throw BadStep(recorded);
        }

        long inputs = 0;
        while (step.Length > 0)
        {
            if (!Varint.TryRead(ref step, out ulong run) || (run & 0xFF) >= (ulong)_inputByStream.Length ||
                _inputByStream[run & 0xFF] is not { } input)
            {
                throw BadStep(recorded);
            }

            for (ulong i = run >> 8; i > 0; i--)
            {
                if (_output.PendingRecords > 0 || !input.TryRead(out Record record))
                {
                    throw new StepMismatchException(
                        $"stream '{RunPaths.NameOf(recorded.Stream)}', sequence {recorded.LastSequence}: input " +
                        $"'{RunPaths.NameOf(input.Stream)}' after {input.LastSequence} is not what was recorded");
                }

                _output.Consume(record.Header, record.Stream, takenNs: 0);
                _handler.Handle(record, _output);
                inputs++;
            }
        }

        return InputsTaken() == inputsTaken
            ? inputs
            : throw new StepMismatchException(
                $"stream '{RunPaths.NameOf(recorded.Stream)}', sequence {recorded.LastSequence}: the step's inputs do not add up " +
                $"({InputsTaken()} were taken so far; {inputsTaken} were recorded)");
    }

    /// <summary>Of all streams, since the run began: sequences begin at 1 and have no gaps.</summary>
    private long InputsTaken()
    {
        long taken = 0;
        foreach (RecordReader input in _inputs)
        {
            taken += input.LastSequence;
        }

        return taken;
    }

    private static StreamCorruptException BadStep(RecordReader recorded) =>
        new($"stream '{RunPaths.NameOf(recorded.Stream)}', sequence {recorded.LastSequence}: the step record is malformed");
}
