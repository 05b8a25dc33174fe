using Artic.Hosting.Hot;
using Artic.Hosting.Options;
using Artic.Streams.Log;
using Artic.Streams.Snapshots;
using Artic.Streams.Steps;

namespace Artic.Hosting.Snapshots;

/// <summary>
/// Brings a loop to a snapshot: the newest that passes every check, else the next older one, else the run's start. The
/// rest of the record is then run again by <see cref="StepLoop.Rebuild"/>. It touches nothing of the run. Thread: the
/// caller's. Allocates, blocks.
/// </summary>
internal sealed class LoopRecovery
{
    private readonly LoopIdentity _identity;
    private readonly SnapshotFolder _folder;

    /// <param name="paths">The run.</param>
    /// <param name="options">Its configuration.</param>
    /// <param name="parts">The loop.</param>
    public LoopRecovery(RunPaths paths, PipelineOptions options, LoopParts parts)
    {
        _identity = new LoopIdentity(options, parts);
        _folder = new SnapshotFolder(paths, parts.Output);
    }

    /// <summary>Why snapshots were passed over, by name.</summary>
    public List<string> Refused { get; } = [];

    /// <summary>
    /// Loads the newest sound snapshot, or the oldest, and puts the readers behind the records that it has taken. Gives
    /// the sequence of the loop's last record in it; 0 where there is none and the readers stand at the run's start.
    /// Errors: <see cref="StreamTrimmedException"/> where the start is not kept any more;
    /// <see cref="StateMalformedException"/> for a state that passes every check and does not fit.
    /// </summary>
    /// <param name="loop">The loop, before its first step.</param>
    /// <param name="recorded">Its own stream.</param>
    /// <param name="oldest">The oldest instead of the newest.</param>
    public long Begin(StepLoop loop, RecordReader recorded, bool oldest = false)
    {
        long[] sequences = _folder.Sequences();
        if (oldest)
        {
            Array.Reverse(sequences);
        }

        foreach (long sequence in sequences)
        {
            Snapshot snapshot;
            try
            {
                snapshot = _folder.Read(sequence);
                Check(snapshot, _folder.PathOf(sequence));
                GoTo(snapshot, loop, recorded, _folder.PathOf(sequence));
            }
            catch (IOException refused)
            {
                Refused.Add(refused.Message);
                continue;
            }

            LoadInto(loop, snapshot, _folder.PathOf(sequence));
            return sequence;
        }

        GoToStart(loop, recorded);
        return 0;
    }

    /// <summary>True where every stream of the loop has its first record.</summary>
    public static bool StartIsKept(StepLoop loop, RecordReader recorded)
    {
        bool isKept = recorded.FirstKept() == 1;
        foreach (RecordReader input in loop.Inputs)
        {
            isKept &= input.FirstKept() == 1;
        }

        return isKept;
    }

    /// <summary>The loop's state as it is now.</summary>
    /// <param name="loop">The loop, between two steps.</param>
    /// <param name="output">Where its own stream stands.</param>
    /// <param name="inputs">Where its inputs stand.</param>
    public Snapshot Take(StepLoop loop, StreamPosition output, StreamPosition[] inputs)
    {
        StateWriter state = new();
        loop.Save(state);
        return new Snapshot
        {
            StateLayout = _identity.StateLayout, Configuration = _identity.Configuration, Models = _identity.Models,
            Output = output, Inputs = inputs, State = state.Written.ToArray(),
        };
    }

    private void Check(Snapshot snapshot, string path)
    {
        if (snapshot.StateLayout != _identity.StateLayout)
        {
            throw new SnapshotRefusedException(
                $"{path} has layout {snapshot.StateLayout} of the loop's state; this program's is {_identity.StateLayout}");
        }

        if (!snapshot.Configuration.AsSpan().SequenceEqual(_identity.Configuration))
        {
            throw new SnapshotRefusedException($"{path} was made with another configuration");
        }

        if (!snapshot.Models.AsSpan().SequenceEqual(_identity.Models))
        {
            throw new SnapshotRefusedException($"{path} was made with other models");
        }
    }

    private static void GoTo(Snapshot snapshot, StepLoop loop, RecordReader recorded, string path)
    {
        bool same = snapshot.Inputs.Length == loop.Inputs.Length;
        same &= IsAt(recorded, snapshot.Output, path);
        for (int i = 0; same && i < loop.Inputs.Length; i++)
        {
            same &= IsAt(loop.Inputs[i], snapshot.Inputs[i], path);
        }

        if (!same)
        {
            throw new SnapshotRefusedException($"{path} was made with other inputs");
        }
    }

    private static bool IsAt(RecordReader reader, in StreamPosition position, string path)
    {
        if (position.Stream != reader.Stream)
        {
            return false;
        }

        return StreamPosition.Find(reader, position.Sequence) is { } found && found.IsSame(position)
            ? true
            : throw new SnapshotRefusedException(
                $"{path} stands behind record {position.Sequence} of '{RunPaths.NameOf(position.Stream)}', which is not " +
                "there, or is another one now");
    }

    private static void LoadInto(StepLoop loop, Snapshot snapshot, string path)
    {
        try
        {
            loop.Load(new StateReader(snapshot.State));
        }
        catch (IOException malformed)
        {
            throw new StateMalformedException(
                $"{path} passes every check and yet {malformed.Message}; the state's layout was changed without its number. " +
                "Take the program that wrote it, or delete the file");
        }
    }

    private void GoToStart(StepLoop loop, RecordReader recorded)
    {
        try
        {
            recorded.Seek(1);
            foreach (RecordReader input in loop.Inputs)
            {
                input.Seek(1);
            }
        }
        catch (StreamTrimmedException trimmed)
        {
            throw new StreamTrimmedException(
                trimmed.Stream, trimmed.FirstSequence,
                $"{trimmed.Message}, and no snapshot in {_folder.Folder} can be used: " +
                $"{(Refused.Count == 0 ? "there is none" : string.Join("; ", Refused))}. Go on with the configuration, the " +
                "models and the programs that they were made with, or begin another run");
        }
    }
}
