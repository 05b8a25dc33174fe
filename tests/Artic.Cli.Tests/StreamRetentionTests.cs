using System.Buffers.Binary;
using System.Security.Cryptography;
using Artic.Hosting.Options;
using Artic.Messaging.Records;
using Artic.Runs;
using Artic.Streams.Log;
using Artic.Streams.Snapshots;
using Artic.Streams.Tests;
using Artic.V1;

namespace Artic.Cli.Tests;

/// <summary>What <c>retention</c> lets go of, and what keeps it from going.</summary>
public sealed class StreamRetentionTests : IDisposable
{
    private const long HourNs = 3_600_000_000_000;
    private const int Records = 15_000;
    private const int UtcPlace = 48;

    private static readonly StreamId[] s_loops =
        [StreamId.Market, StreamId.Signal, StreamId.Order, StreamId.Execution, StreamId.Position];

    private readonly TestRun _run = new();

    public StreamRetentionTests()
    {
        foreach (StreamId stream in (StreamId[])[StreamId.Feed, StreamId.Market])
        {
            RecordWriter writer = _run.Writer(stream);
            StreamArchiver archiver = _run.Archiver(writer);
            byte[] frame = new byte[4_000];
            for (int i = 1; i <= Records; i++)
            {
                writer.AppendFrame(FrameChannel.MarketStream, 0, frame, i);
                writer.Commit(i);
            }

            Assert.True(archiver.Flush());
            writer.PrepareNext();
            writer.PrepareNext();
        }
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Nothing_goes_while_a_loop_has_no_sound_snapshot_and_the_loop_is_named()
    {
        RetentionOptions options = new() { Bytes = 1, Hours = 1 };
        foreach (StreamId loop in s_loops)
        {
            Assert.Empty(StreamRetention.Apply(_run.Paths, options, long.MaxValue, out string? kept));
            Assert.Equal($"nothing may go: there is no sound snapshot of the loop of '{RunPaths.NameOf(loop)}'", kept);
            Snapshot(loop, Records);
        }

        // A damaged one is none.
        SnapshotFolder folder = new(_run.Paths, StreamId.Order);
        string path = folder.PathOf(Records);
        byte[] sound = File.ReadAllBytes(path);
        File.WriteAllBytes(path, sound[..^1]);
        Assert.Empty(StreamRetention.Apply(_run.Paths, options, long.MaxValue, out string? damaged));
        Assert.Equal("nothing may go: there is no sound snapshot of the loop of 'order'", damaged);
        Assert.Equal(0, FirstIndex(StreamId.Feed));

        File.WriteAllBytes(path, sound);
        List<TrimResult> gone = StreamRetention.Apply(_run.Paths, options, long.MaxValue, out string? none);
        Assert.Null(none);
        Assert.Equal([StreamId.Feed, StreamId.Market], gone.ConvertAll(result => result.Stream));
    }

    [Fact]
    public void A_segment_goes_an_hour_after_it_ended_and_not_a_nanosecond_earlier()
    {
        Array.ForEach(s_loops, loop => Snapshot(loop, Records));
        RetentionOptions options = new() { Hours = 1 };
        long ended = BeganUtcNs(StreamId.Feed, 1);
        Assert.Empty(StreamRetention.Apply(_run.Paths, options, ended + HourNs, out _));
        TrimResult one = Assert.Single(StreamRetention.Apply(_run.Paths, options, ended + HourNs + 1, out string? kept));
        Assert.Equal((StreamId.Feed, 1), (one.Stream, one.Segments));
        Assert.Null(kept);
        Assert.Equal((1, 0), (FirstIndex(StreamId.Feed), FirstIndex(StreamId.Market)));

        // Bytes and hours: what is beyond either goes.
        Assert.Empty(StreamRetention.Apply(_run.Paths, new RetentionOptions { Hours = 2, Bytes = long.MaxValue }, ended + HourNs, out _));
        Assert.NotEmpty(StreamRetention.Apply(_run.Paths, new RetentionOptions { Hours = 2, Bytes = 1 }, ended + HourNs, out _));
    }

    [Fact]
    public void What_the_oldest_snapshot_of_any_loop_needs_stays_whatever_its_age()
    {
        Array.ForEach(s_loops, loop => Snapshot(loop, Records));
        Snapshot(StreamId.Signal, 5_000);
        RetentionOptions options = new() { Hours = 1 };
        _ = StreamRetention.Apply(_run.Paths, options, long.MaxValue, out _);
        using RecordReader feed = _run.Reader(StreamId.Feed);
        using RecordReader market = _run.Reader(StreamId.Market);
        Assert.InRange(market.FirstKept(), 2, 5_000);
        Assert.True(feed.FirstKept() > 5_000, $"the feed begins with {feed.FirstKept()}: only the market's loop reads it");
        Assert.Empty(StreamRetention.Apply(_run.Paths, new RetentionOptions(), long.MaxValue, out string? kept));
        Assert.Null(kept);
    }

    private int FirstIndex(StreamId stream) => Directory.GetFiles(_run.Paths.ArchiveStream(stream), "*.seg")
        .Min(path => int.Parse(Path.GetFileNameWithoutExtension(path), null));

    private long BeganUtcNs(StreamId stream, int index) =>
        BinaryPrimitives.ReadInt64LittleEndian(File.ReadAllBytes(_run.Archived(stream, index)).AsSpan(UtcPlace));

    /// <summary>A loop's snapshot behind a record of its inputs; the market's loop reads the feed, the others the market.</summary>
    private void Snapshot(StreamId loop, long sequence)
    {
        byte[] hash = new byte[SHA256.HashSizeInBytes];
        StreamId input = loop == StreamId.Market ? StreamId.Feed : StreamId.Market;
        SnapshotFolder folder = new(_run.Paths, loop);
        _ = Directory.CreateDirectory(folder.Folder);
        _ = folder.Write(new Snapshot
        {
            StateLayout = 1, Configuration = hash, Models = hash, Output = new StreamPosition(loop, sequence, hash),
            Inputs = [new StreamPosition(input, sequence, hash)], State = new byte[8],
        });
    }
}
