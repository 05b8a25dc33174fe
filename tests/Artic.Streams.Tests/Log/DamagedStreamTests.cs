using Artic.Streams.Log;

namespace Artic.Streams.Tests.Log;

public sealed class DamagedStreamTests : IDisposable
{
    private const int PayloadLength = 64;
    private const int RecordBytes = RecordHeader.SizeBytes + PayloadLength;
    private const int Records = 10;

    private readonly TestRun _run = new();
    private readonly RecordWriter _writer;
    private readonly string _path;

    public DamagedStreamTests()
    {
        _writer = _run.Writer(StreamId.Market);
        _path = _run.Hot(StreamId.Market, 0);
        for (int i = 1; i <= Records; i++)
        {
            _writer.Begin(PayloadLength, 17, 1, 0x5A5A, StreamId.Feed, 0x5A5A).Fill(0x5A);
            _writer.Commit(0x5A5A);
        }
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_file_that_is_no_segment_is_refused_by_name() => AssertRefused(
        () => SegmentFile.Write64(_path, SegmentFile.Magic, 0x1122334455667788), "is not a stream segment");

    [Fact]
    public void A_segment_of_another_format_is_refused_with_both_versions() => AssertRefused(
        () => SegmentFile.Write32(_path, SegmentFile.Version, 1), "has format 1; this program reads format 2");

    [Fact]
    public void A_segment_of_another_run_is_refused()
    {
        using TestRun other = new();
        using RecordWriter writer = other.Writer(StreamId.Market);
        AssertRefused(
            () => File.Copy(other.Hot(StreamId.Market, 0), _path, overwrite: true), "belongs to another run or stream");
    }

    [Fact]
    public void A_segment_of_another_stream_is_refused()
    {
        using RecordWriter writer = _run.Writer(StreamId.Signal);
        AssertRefused(
            () => File.Copy(_run.Hot(StreamId.Signal, 0), _path, overwrite: true), "belongs to another run or stream");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(128)]
    [InlineData(4096)]
    [InlineData(4103)]
    public void A_segment_without_room_for_a_record_is_refused(int length) =>
        AssertRefused(() => SegmentFile.Cut(_path, length), "is not a stream segment");

    /// <summary>Somebody's copy beside the segments once ended the service at its next start.</summary>
    [Theory]
    [InlineData("notes.seg")]
    [InlineData("00000000 copy.seg")]
    [InlineData("1.seg")]
    [InlineData("-0000001.seg")]
    [InlineData("99999999999999999999.seg")]
    public void A_file_of_another_name_is_nobody_s(string name)
    {
        using (StreamArchiver archiver = new(_run.Paths, _writer, ArchivePolicy.Default))
        {
            Assert.True(archiver.Flush());
        }

        _writer.Dispose();
        File.WriteAllText(Path.Combine(_run.Paths.HotStream(StreamId.Market), name), "notes");
        File.WriteAllText(Path.Combine(_run.Paths.ArchiveStream(StreamId.Market), name), "notes");
        RecordWriter next = _run.Writer(StreamId.Market);
        Assert.Equal(Records, next.LastSequence);
        Assert.True(_run.Archiver(next).Flush());
        RecordReader reader = _run.Reader(StreamId.Market);
        reader.Seek(Records);
        Assert.Equal(Records - 1, reader.LastSequence);
        Assert.True(reader.TryRead(out _));
    }

    [Fact]
    public void An_empty_file_is_refused()
    {
        SegmentFile.Cut(_path, 0);
        IOException refused = Assert.Throws<IOException>(() => Read());
        Assert.Contains(_path, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_segment_at_another_place_is_refused() => AssertRefused(
        () => SegmentFile.Write64(_path, SegmentFile.Index, 1), "begins at sequence 1 in epoch 1");

    [Fact]
    public void A_segment_that_begins_later_is_refused() => AssertRefused(
        () => SegmentFile.Write64(_path, SegmentFile.FirstSequence, 2), "begins at sequence 2 in epoch 1");

    [Fact]
    public void The_segment_of_an_older_owner_is_not_followed()
    {
        _writer.Dispose();
        using RecordWriter second = _run.Writer(StreamId.Market);
        SegmentFile.Write64(_run.Hot(StreamId.Market, 1), SegmentFile.Epoch, 0);
        RecordReader reader = _run.Reader(StreamId.Market);
        StreamCorruptException refused = Assert.Throws<StreamCorruptException>(() => ReadOn(reader));
        Assert.Contains("in epoch 0; expected 11 in epoch 1 or later", refused.Message, StringComparison.Ordinal);
        Assert.Equal(Records, reader.LastSequence);
    }

    [Fact]
    public void A_gap_in_the_sequence_is_refused_and_the_position_stays()
    {
        SegmentFile.Write64(_path, SegmentFile.Data + (4 * RecordBytes) + SegmentFile.Sequence, 6);
        RecordReader reader = _run.Reader(StreamId.Market);
        for (int again = 0; again < 2; again++)
        {
            StreamCorruptException refused = Assert.Throws<StreamCorruptException>(() => ReadOn(reader));
            Assert.Contains("sequence 6 where 5 is expected", refused.Message, StringComparison.Ordinal);
            Assert.Contains("'market', segment 0, byte 4544", refused.Message, StringComparison.Ordinal);
            Assert.Equal(4, reader.LastSequence);
        }

        SegmentFile.Write64(_path, SegmentFile.Data + (4 * RecordBytes) + SegmentFile.Sequence, 5);
        Assert.Equal(Records - 4, ReadOn(reader));
    }

    [Fact]
    public void A_flipped_bit_in_a_length_is_refused_at_the_next_record_at_the_latest()
    {
        long at = SegmentFile.Data + (3 * RecordBytes);
        uint length = SegmentFile.Read32(_path, at);
        List<int> missed = [];
        for (int bit = 0; bit < 32; bit++)
        {
            SegmentFile.Write32(_path, at, length ^ (1u << bit));
            using RecordReader reader = new(_run.Paths, StreamId.Market);
            Exception? refused = Xunit.Record.Exception(() => _ = ReadOn(reader));
            if (refused is not StreamCorruptException || reader.LastSequence > 4)
            {
                missed.Add(bit);
            }
        }

        Assert.Empty(missed);
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(47u)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0xFFFFFFFEu)]
    [InlineData((uint)TestRun.SegmentBytes)]
    public void A_length_that_cannot_be_is_refused(uint length)
    {
        SegmentFile.Write32(_path, SegmentFile.Data, length);
        StreamCorruptException refused = Assert.Throws<StreamCorruptException>(() => Read());
        Assert.Contains($"{length} bytes", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_owner_refuses_a_stream_whose_lengths_are_wrong()
    {
        _writer.Dispose();
        SegmentFile.Write32(_path, SegmentFile.Data + (3 * RecordBytes), 0x7000_0000);
        StreamCorruptException refused = Assert.Throws<StreamCorruptException>(() => _run.Writer(StreamId.Market));
        Assert.Contains(_path, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_that_was_cut_gives_its_whole_blocks_and_refuses_the_rest_by_name()
    {
        using (StreamArchiver archiver = new(_run.Paths, _writer, ArchivePolicy.Default))
        {
            Assert.True(archiver.Flush());
            _writer.Begin(PayloadLength, 17, 1, 0x5A5A, StreamId.Feed, 0x5A5A).Fill(0x5A);
            _writer.Commit(0x5A5A);
            Assert.True(archiver.Flush());
        }

        _writer.Dispose();
        File.Delete(_path);
        string archived = _run.Archived(StreamId.Market, 0);
        Assert.Equal(SegmentFile.Data + ((Records + 1) * RecordBytes), new FileInfo(archived).Length);
        Assert.Equal(Records + 1, Read());
        SegmentFile.Cut(archived, SegmentFile.Data + ((Records + 1) * RecordBytes) - 1);
        using RecordReader reader = new(_run.Paths, StreamId.Market);
        StreamCorruptException refused = Assert.Throws<StreamCorruptException>(() => ReadOn(reader));
        Assert.Equal(Records, reader.LastSequence);
        Assert.Contains($"{archived} has 5327 bytes; its checksums speak of 5328", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(SegmentFile.Data)]
    [InlineData(SegmentFile.Data + (5 * RecordBytes) + SegmentFile.Sequence)]
    [InlineData(SegmentFile.Data + (7 * RecordBytes) + RecordHeader.SizeBytes + 63)]
    public void A_flipped_bit_anywhere_in_an_archived_block_is_found_and_the_block_is_refused(int at)
    {
        using (StreamArchiver archiver = new(_run.Paths, _writer, ArchivePolicy.Default))
        {
            Assert.True(archiver.Flush());
        }

        _writer.Dispose();
        File.Delete(_path);
        string archived = _run.Archived(StreamId.Market, 0);
        SegmentFile.Write32(archived, at, SegmentFile.Read32(archived, at) ^ 0x10);
        StreamCorruptException refused = Assert.Throws<StreamCorruptException>(() => Read());
        Assert.Contains(archived, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_without_its_checksums_is_refused()
    {
        using (StreamArchiver archiver = new(_run.Paths, _writer, ArchivePolicy.Default))
        {
            Assert.True(archiver.Flush());
        }

        _writer.Dispose();
        File.Delete(_path);
        File.Delete(Path.ChangeExtension(_run.Archived(StreamId.Market, 0), ".sha256"));
        StreamCorruptException refused = Assert.Throws<StreamCorruptException>(() => Read());
        Assert.Contains("has no checksums beside it", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_that_was_cut_within_a_header_at_the_end_of_a_page_is_refused_and_not_read_beyond()
    {
        using RecordWriter writer = _run.Writer(StreamId.Signal);
        using (StreamArchiver archiver = new(_run.Paths, writer, ArchivePolicy.Default))
        {
            TestRecord.Write(writer, 1, 4096 - 8 - RecordHeader.SizeBytes);
            writer.Commit(1);
            Assert.True(archiver.Flush());
            TestRecord.Write(writer, 2, 100);
            writer.Commit(2);
            Assert.True(archiver.Flush());
        }

        string archived = _run.Archived(StreamId.Signal, 0);
        SegmentFile.Cut(archived, 2 * 4096);
        File.Delete(_run.Hot(StreamId.Signal, 0));

        // In a process of its own: what lies behind the last page is nobody's memory.
        using SecondProcess reading = new("read-signal", _run.Paths.RunFolder, 0);
        Assert.Equal(["1", "refused"], reading.ReadToEnd());
    }

    private static int ReadOn(RecordReader reader)
    {
        int records = 0;
        while (reader.TryRead(out _))
        {
            records++;
        }

        return records;
    }

    private int Read()
    {
        using RecordReader reader = new(_run.Paths, StreamId.Market);
        return ReadOn(reader);
    }

    private void AssertRefused(Action damage, string why)
    {
        Assert.Equal(Records, Read());
        damage();
        StreamCorruptException refused = Assert.Throws<StreamCorruptException>(() => Read());
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Contains(_path, refused.Message, StringComparison.Ordinal);
    }
}
