using System.Text;
using Artic.Cli.Records;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.Streams.Snapshots;
using Artic.Streams.Tests;
using Artic.V1;

namespace Artic.Cli.Tests;

public sealed class FeedExportTests : IDisposable
{
    private const string Diff = """{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","U":1,"u":2,"b":[],"a":[]}}""";
    private const string Snapshot = """{"lastUpdateId":1,"bids":[["1.0","2"]],"asks":[]}""";

    private readonly TestRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(Diff, true)]
    [InlineData(Snapshot, true)]
    [InlineData("""{"data":{}}""", true)]
    [InlineData("""{"data":5}""", false)]
    [InlineData("""{"result":null,"id":1}""", false)]
    [InlineData("garbage", false)]
    [InlineData("", false)]
    [InlineData("[1]", false)]
    [InlineData("{\"data\":{}}{}", false)]
    [InlineData("{\"data\":{}", false)]
    [InlineData("{\"data\":\n{}}", false)]
    public void A_message_is_one_object_on_one_line_that_readers_know(string frame, bool isMessage) =>
        Assert.Equal(isMessage, FeedExport.IsMessage(Encoding.UTF8.GetBytes(frame)));

    [Fact]
    public void Every_frame_is_exported_byte_for_byte_with_its_time_and_the_rest_on_lines_to_be_passed_over()
    {
        using (RecordWriter writer = _run.Writer(StreamId.Feed))
        {
            writer.Append(RecordType.ConnectionChanged, new ConnectionChanged { State = ConnectionState.Connected, UtcNs = 77 });
            writer.AppendFrame(FrameChannel.ExchangeInfo, 0, "{\n}"u8, 1_000);
            writer.AppendFrame(FrameChannel.MarketStream, 0, Encoding.UTF8.GetBytes(Diff), 2_000);
            writer.AppendFrame(FrameChannel.MarketStream, 0, "garbage"u8, 3_000);
            writer.AppendFrame(FrameChannel.DepthSnapshot, 2, Encoding.UTF8.GetBytes(Snapshot), 4_000);
            writer.AppendFrame(FrameChannel.MarketStream, 0, default, 5_000);
            writer.Commit(6_000);
            Assert.True(_run.Archiver(writer).Flush());
        }

        long offset = Offset();
        Assert.Equal(
            [
                "# 77 connection Connected", $"# {offset + 1_000} exchange_info ewp9", $"{offset + 2_000} {Diff}",
                $"# {offset + 3_000} frame Z2FyYmFnZQ==", "# snapshot ETHUSDT", $"{offset + 4_000} {Snapshot}", $"# {offset + 5_000} frame ", "",
            ],
            Export(ExportFormat.Artic, out FeedExport export).Split('\n'));
        Assert.Equal((6L, 2L), (export.Records, export.Messages));
        Assert.Equal(
            [$"{offset + 2_000} {Diff}", $"{offset + 4_000} {Snapshot}", ""], Export(ExportFormat.Hftbacktest, out _).Split('\n'));
        Assert.Equal(19, $"{offset + 2_000}".Length);
    }

    [Fact]
    public void A_run_whose_start_is_not_kept_is_refused_by_the_record_with_which_it_begins()
    {
        const int records = 15_000;
        RecordWriter writer = _run.Writer(StreamId.Feed);
        StreamArchiver archiver = _run.Archiver(writer);
        byte[] frame = Encoding.UTF8.GetBytes($"{{\"data\":{{\"a\":\"{new string('x', 4_000)}\"}}}}");
        for (int i = 1; i <= records; i++)
        {
            writer.AppendFrame(FrameChannel.MarketStream, 0, frame, i);
            writer.Commit(i);
        }

        Assert.True(archiver.Flush());
        writer.PrepareNext();
        writer.PrepareNext();
        Assert.Contains($"{records}", $"{Count()}", StringComparison.Ordinal);
        TrimResult trimmed = StreamTrimmer.Trim(_run.Paths, StreamId.Feed, long.MaxValue, 1, 0);
        Assert.True(trimmed.Segments > 0);

        StreamTrimmedException refusal = Assert.Throws<StreamTrimmedException>(() => Count());
        Assert.Equal(trimmed.First, refusal.FirstSequence);
    }

    private long Count()
    {
        _ = Export(ExportFormat.Artic, out FeedExport export);
        return export.Records;
    }

    private long Offset()
    {
        using RecordReader reader = RecordReader.OfArchive(_run.Paths, StreamId.Feed);
        Assert.True(reader.TryRead(out _));
        return reader.UtcOffsetNs;
    }

    private string Export(ExportFormat format, out FeedExport export)
    {
        using RecordReader feed = RecordReader.OfArchive(_run.Paths, StreamId.Feed);
        using MemoryStream output = new();
        export = new FeedExport(feed, new Dictionary<uint, string> { [2] = "ETHUSDT" }, format, output);
        while (export.TryWriteNext())
        {
        }

        Assert.Equal(output.Length, export.Bytes);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
