using System.Buffers.Binary;
using Artic.Hosting.Hot;
using Artic.Hosting.Options;
using Artic.Hosting.Snapshots;
using Artic.Streams.Log;
using Artic.Streams.Snapshots;
using Artic.Streams.Steps;
using Artic.Streams.Tests.Steps;
using Artic.Streams.Waiting;

namespace Artic.Streams.Tests.Snapshots;

/// <summary>A loop over <c>market</c> and <c>signal</c> that writes <c>order</c>, followed to snapshots.</summary>
public sealed class SnapshotFollowerTests : IDisposable
{
    private readonly TestRun _run = new();
    private readonly RecordWriter _market;
    private readonly RecordWriter _signal;
    private readonly RecordWriter _order;
    private readonly StreamArchiver[] _archivers;
    private readonly StepLoop _live;
    private readonly SnapshotFolder _folder;
    private readonly PipelineOptions _options = new()
    {
        Streams = new StreamOptions { ArchiveSyncMs = 1 }, Services = { ["ledger"] = new ServiceOptions() },
    };
    private readonly Random _random = new(7);
    private uint _layout = 1;
    private string[] _models = ["a"];
    private bool _forgets;

    public SnapshotFollowerTests()
    {
        _market = _run.Writer(StreamId.Market);
        _signal = _run.Writer(StreamId.Signal);
        _order = _run.Writer(StreamId.Order);
        _archivers = [_run.Archiver(_market), _run.Archiver(_signal), _run.Archiver(_order)];
        _live = new StepLoop(new Ledger(), new StepOutput(_order), _run.Reader(StreamId.Market), _run.Reader(StreamId.Signal));
        _folder = new SnapshotFolder(_run.Paths, StreamId.Order);
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Each_round_goes_on_from_the_last_snapshot_and_the_newest_three_are_kept()
    {
        List<long> written = [];
        long inputs = 0;
        for (int round = 0; round < 5; round++)
        {
            Live(1000);
            SnapshotResult result = Follow();
            Assert.Equal((SnapshotResult.Written, null), (result.Outcome, result.Error));
            Assert.Equal(written.LastOrDefault(), result.From);
            Assert.Equal(_order.LastSequence, result.Sequence);
            Assert.InRange(result.Inputs, 900, 1100);
            Assert.Equal(result.Bytes, new FileInfo(_folder.PathOf(result.Sequence)).Length);
            written.Add(result.Sequence);
            inputs += result.Inputs;
        }

        Assert.InRange(inputs, 4990, 5000);
        written.Reverse();
        Assert.Equal(written[..SnapshotFolder.Kept], _folder.Sequences());
        SnapshotResult again = Follow();
        Assert.Equal((SnapshotResult.Unchanged, 0L, written[0]), (again.Outcome, again.Inputs, again.From));
    }

    [Fact]
    public void A_handler_that_leaves_a_field_out_of_its_snapshot_differs_in_the_next_round()
    {
        _forgets = true;
        Live(1000);
        Assert.Equal(SnapshotResult.Written, Follow().Outcome);
        Live(1000);
        SnapshotResult result = Follow();
        Assert.Equal(SnapshotResult.Differs, result.Outcome);
        Assert.Contains($"run again type {Ledger.ProductType} ", result.Error, StringComparison.Ordinal);
        _ = Assert.Single(_folder.Sequences());
    }

    [Fact]
    public void The_state_of_another_layout_configuration_or_model_is_refused_by_name_and_the_start_is_taken()
    {
        Live(1000);
        string path = _folder.PathOf(Follow().Sequence);
        _layout = 2;
        NeedRefusal($"{path} has layout 1 of the loop's state; this program's is 2");
        _layout = 1;
        NeedRefusal($"{path} has layout 2 of the loop's state; this program's is 1");
        _models = ["b"];
        NeedRefusal($"{path} was made with other models");
        _options.Risk.MaxPosition = "2";
        NeedRefusal($"{path} was made with another configuration");
        _options.Streams.HotSegments++;
        _options.Snapshots.EveryS++;
        Live(10);
        SnapshotResult undisturbed = Follow();
        Assert.Empty(undisturbed.Refused);
        Assert.True(undisturbed.From > 0);
    }

    [Fact]
    public void A_damaged_a_truncated_and_a_foreign_snapshot_are_passed_over_for_the_next_older_one()
    {
        Live(1000);
        long oldest = Follow().Sequence;
        Live(1000);
        long middle = Follow().Sequence;
        Live(1000);
        long newest = Follow().Sequence;
        byte[] sound = File.ReadAllBytes(_folder.PathOf(newest));
        for (int i = 0; i < 20; i++)
        {
            byte[] flipped = [.. sound];
            flipped[_random.Next(flipped.Length)] ^= (byte)(1 << _random.Next(8));
            NeedPassedOver(flipped);
            NeedPassedOver(sound[.._random.Next(sound.Length)]);
        }

        NeedPassedOver(File.ReadAllBytes(_folder.PathOf(oldest)), " it was renamed");
        using TestRun other = new();
        Snapshot foreign = _folder.Read(middle);
        NeedPassedOver(foreign.ToBytes(other.Paths), "belongs to another run or stream, not to 'order'");
        File.WriteAllBytes(_folder.PathOf(newest), sound);
        Assert.Equal(SnapshotResult.Unchanged, Follow().Outcome);

        void NeedPassedOver(byte[] bytes, string reason = "")
        {
            File.WriteAllBytes(_folder.PathOf(newest), bytes);
            SnapshotResult result = Follow();
            Assert.Equal((SnapshotResult.Written, middle), (result.Outcome, result.From));
            string refused = Assert.Single(result.Refused);
            Assert.StartsWith($"{_folder.PathOf(newest)}", refused, StringComparison.Ordinal);
            Assert.Contains(reason, refused, StringComparison.Ordinal);
            Assert.Equal(sound, File.ReadAllBytes(_folder.PathOf(newest)));
        }
    }

    /// <summary>A loss of power takes the end of a stream back, and the run goes on with other records in its place.</summary>
    [Fact]
    public void A_snapshot_of_a_past_that_was_taken_back_is_refused_and_goes_with_the_next_round()
    {
        Live(1000);
        long before = Follow().Sequence;
        Live(1000);
        Snapshot taken = _folder.Read(Follow().Sequence);
        StreamPosition last = taken.Output;
        byte[] other = [.. last.Sha256];
        other[0] ^= 1;
        Snapshot replaced = Of(taken, last with { Sha256 = other });
        _ = _folder.Write(replaced);
        Snapshot beyond = Of(taken, last with { Sequence = last.Sequence + 500 });
        _ = _folder.Write(beyond);

        SnapshotResult result = Follow();
        Assert.Equal(
            [
                $"{_folder.PathOf(last.Sequence + 500)} stands behind record {last.Sequence + 500} of 'order', which is not there, or is another one now",
                $"{_folder.PathOf(last.Sequence)} stands behind record {last.Sequence} of 'order', which is not there, or is another one now",
            ],
            result.Refused);
        Assert.Equal((SnapshotResult.Written, before, last.Sequence), (result.Outcome, result.From, result.Sequence));
        Assert.Equal([last.Sequence, before], _folder.Sequences());
    }

    [Fact]
    public void Nothing_is_written_of_what_the_archive_does_not_have()
    {
        Live(1000);
        long archived = Follow().Sequence;
        Live(100, archive: false);
        _options.Streams.ArchiveSyncMs = 1;
        using SideThread later = new(() =>
        {
            _ = Poll.Until(() => false, 500_000_000, 10_000_000);
            Assert.Equal([archived], _folder.Sequences());
            Archive();
        });
        Assert.Equal(SnapshotResult.Written, Follow().Outcome);
        later.Join();
        Assert.Equal(_order.LastSequence, _folder.Sequences()[0]);
    }

    [Fact]
    public void Two_followers_of_one_loop_do_not_write_at_once()
    {
        Live(100);
        using (FileStream? held = _folder.TryLock())
        {
            Assert.NotNull(held);
            SnapshotResult second = Follow();
            Assert.Equal((SnapshotResult.Failed, $"another follower writes {_folder.Folder}"), (second.Outcome, second.Error));
        }

        Assert.Equal(SnapshotResult.Written, Follow().Outcome);
    }

    private static Snapshot Of(Snapshot snapshot, StreamPosition output) => new()
    {
        StateLayout = snapshot.StateLayout, Configuration = snapshot.Configuration, Models = snapshot.Models,
        Output = output, Inputs = snapshot.Inputs, State = snapshot.State,
    };

    private void NeedRefusal(string reason)
    {
        SnapshotResult result = Follow();
        Assert.Equal((SnapshotResult.Written, 0L), (result.Outcome, result.From));
        Assert.Equal([reason], result.Refused);
    }

    private SnapshotResult Follow() => SnapshotFollower.Run("ledger", _run.Paths, _options, (_, _, _) => new LoopParts
    {
        Handler = new Ledger { Forgets = _forgets }, Output = StreamId.Order, Inputs = [StreamId.Market, StreamId.Signal],
        StateLayout = _layout, Models = _models,
    });

    private void Live(int inputs, bool archive = true)
    {
        for (int i = 0; i < inputs; i++)
        {
            RecordWriter writer = _random.Next(3) > 0 ? _market : _signal;
            BinaryPrimitives.WriteInt64LittleEndian(
                writer.Begin(sizeof(long), 17, 1, 0, StreamId.None, 0), _random.NextInt64() | 1);
            writer.Commit(writer.LastSequence + 1000);
            while (_live.Turn())
            {
            }
        }

        if (archive)
        {
            Archive();
        }
    }

    private void Archive() => Array.ForEach(_archivers, archiver => Assert.True(archiver.Flush()));
}
