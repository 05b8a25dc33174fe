using System.Buffers.Binary;
using Artic.Hosting.Publishing;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.V1;
using Google.Protobuf;

namespace Artic.Streams.Tests.Mirrors;

/// <summary>What a copy makes of a publisher that says anything at all: nothing enters that does not continue it.</summary>
public sealed class ForgedOwnerTests : IDisposable
{
    private static readonly byte[] s_topic = "market.quote.1."u8.ToArray();

    private readonly TestRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void What_is_no_record_is_counted_and_what_does_not_continue_the_sequence_is_asked_for()
    {
        using ForgedOwner owner = new(_run.Paths) { Sound = 10 };
        using MirroringService service = Join(owner);
        long refused = service.Value("mirror_refused_total");
        NeedRefused([s_topic]);
        NeedRefused([s_topic, owner.Header(11)]);
        NeedRefused([s_topic, owner.Header(11), ForgedOwner.Payload(11), []]);
        NeedRefused([s_topic, owner.Header(11)[..63], ForgedOwner.Payload(11)]);
        NeedRefused([s_topic, [.. owner.Header(11), 0], ForgedOwner.Payload(11)]);
        NeedRefused([s_topic, owner.Header(11), new byte[RecordWriter.MaxStepBytes + 1]]);
        NeedRefusedHeader(0, 2);
        NeedRefusedHeader(4, 0x1_0000);
        NeedRefusedHeader(4, 0);
        NeedRefusedHeader(12, int.MinValue);
        NeedRefusedHeader(24, 0);
        NeedRefusedHeader(36, -1);
        NeedRefusedHeader(44, -1);
        NeedRefusedHeader(48, 64);
        NeedRefusedHeader(48, 2 << 16);
        NeedRefusedHeader(56, 0);
        Assert.Equal(10, service.Last);

        // A gap, a repetition, and a step that was never ended.
        owner.Sound = 14;
        owner.PublishRecord(14);
        owner.AnswerUntil(() => service.Last == 14);
        owner.PublishRecord(3);
        owner.PublishRecord(15, RecordFlags.StepContinues);
        owner.PublishRecord(17);
        owner.Sound = 17;
        owner.AnswerUntil(() => service.Last == 17);
        Assert.Equal(2, service.Value("mirror_gaps_total"));
        Assert.Equal(refused, service.Value("mirror_refused_total"));
        Assert.Null(service.Fault);
        NeedSound(service, 17);

        void NeedRefused(byte[][] frames)
        {
            owner.Publish(frames);
            refused++;
            service.Need($"refusal {refused}", () => service.Value("mirror_refused_total") == refused);
        }

        void NeedRefusedHeader(int at, int value)
        {
            byte[] header = owner.Header(11);
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(at), value);
            NeedRefused([s_topic, header, ForgedOwner.Payload(11)]);
        }
    }

    [Fact]
    public void A_step_larger_than_any_owner_writes_is_refused_and_the_stream_goes_on()
    {
        using ForgedOwner owner = new(_run.Paths) { Sound = 10 };
        using MirroringService service = Join(owner);
        long refused = service.Value("mirror_refused_total");
        for (int i = 11; i <= 15; i++)
        {
            owner.PublishRecord(i, RecordFlags.StepContinues, RecordWriter.MaxStepBytes / 4);
        }

        service.Need("a refusal", () => service.Value("mirror_refused_total") > refused);
        owner.Sound = 11;
        owner.AnswerUntil(() => service.Last == 11);
        NeedSound(service, 11);
    }

    [Theory]
    [InlineData("answers with what is no page", "garbage")]
    [InlineData("answers with what is no page", "a page without its records")]
    [InlineData("answers with what is no page", "no epoch")]
    [InlineData("is of another run", "another run")]
    [InlineData("is on another machine: its times are not this one's", "another machine")]
    [InlineData("cannot give record 10: NotAvailable, the disk is gone", "not available")]
    [InlineData("has 9 records, and 10 are here: it lost its end", "fewer records")]
    [InlineData("gives no record", "an empty page")]
    [InlineData("sends what is no record", "a record cut off")]
    [InlineData("sends what is no record", "a record of another epoch")]
    [InlineData("has another record 10 than this copy: another stream, or one that lost its end", "other bytes")]
    [InlineData("has another record 10 than this copy: another stream, or one that lost its end", "another time")]
    [InlineData("sends record 12 in place of 11", "a gap")]
    public void An_owner_that_cannot_show_the_stream_is_not_heard(string fault, string forgery)
    {
        using ForgedOwner owner = new(_run.Paths) { Sound = 10 };
        using (MirroringService before = Join(owner))
        {
            NeedSound(before, 10);
        }

        owner.Sound = 11;
        using CountersFile counters = CountersFile.TryOpen(_run.Paths.Counters("position-tracker"))!;
        long refused = counters.Value("mirror_refused_total");
        using MirroringService service = new(_run.Paths, 1000, needsOwnClock: true);
        owner.Answer(request =>
        {
            Assert.Equal(10ul, request.FromSequence);
            return Forge(owner, request, forgery);
        });
        service.Need("a refusal", () => service.Value("mirror_refused_total") == refused + 1);
        Assert.Equal($"the owner of 'market' {fault}", service.Fault);
        Assert.Equal(10, service.Last);

        // It is asked again, and heard when it has mended.
        owner.AnswerUntil(() => service.Last == 11);
        Assert.Null(service.Fault);
        NeedSound(service, 11);
    }

    [Fact]
    public void An_owner_that_was_succeeded_is_not_heard_any_more()
    {
        using ForgedOwner owner = new(_run.Paths) { Sound = 10 };
        using MirroringService service = Join(owner);
        long refused = service.Value("mirror_refused_total");
        owner.Epoch = 3;
        owner.Sound = 11;
        owner.PublishRecord(11);
        owner.Answer(request =>
        {
            // The next one shows that it has the stream before anything of it is taken.
            Assert.Equal((10ul, 10L), (request.FromSequence, service.Last));
            return [owner.Page(request).ToByteArray(), .. owner.Records(owner.Page(request), request)];
        });
        service.NeedLast(11);

        owner.Epoch = 2;
        owner.PublishRecord(12);
        owner.Beat(12);
        service.Need("two refusals", () => service.Value("mirror_refused_total") == refused + 2);
        Assert.Equal(11, service.Last);

        owner.Epoch = 3;
        owner.PublishRecord(12);
        service.NeedLast(12);
    }

    private static byte[][] Forge(ForgedOwner owner, ReplayRequest request, string forgery)
    {
        ReplayPage page = owner.Page(request);
        List<byte[]> records = owner.Records(page, request);
        switch (forgery)
        {
            case "garbage":
                return [[0xFF, 0xFF, 0xFF], .. records];
            case "a page without its records":
                return [page.ToByteArray()];
            case "no epoch":
                page.Epoch = 0;
                break;
            case "another run":
                page.Run++;
                break;
            case "another machine":
                page.Boot++;
                break;
            case "not available":
                page.Outcome = ReplayOutcome.NotAvailable;
                page.Error = "the disk is gone";
                page.Records = 0;
                records = [];
                break;
            case "fewer records":
                page.LastSequence = 9;
                break;
            case "an empty page":
                page.Records = 0;
                records = [];
                break;
            case "a record cut off":
                records[1] = records[1][..60];
                break;
            case "a record of another epoch":
                BinaryPrimitives.WriteInt64LittleEndian(records[1].AsSpan(PublishedHeader.SizeBytes - sizeof(long)), 2);
                break;
            case "other bytes":
                records[2] = ForgedOwner.Payload(99);
                break;
            case "another time":
                records[1][24]++;
                break;
            case "a gap":
                records[4] = owner.Header(12);
                break;
        }

        return [page.ToByteArray(), .. records];
    }

    /// <summary>A service whose copy has the owner's records and that hears what it publishes.</summary>
    private MirroringService Join(ForgedOwner owner)
    {
        MirroringService service = new(_run.Paths, 1000);
        owner.Sound--;
        owner.AnswerUntil(() => service.Last == owner.Sound);

        // It hears what is published when it refuses something; all of that is behind it when the next record is there.
        owner.AnswerUntil(() => service.Value("mirror_refused_total") > 0, () => owner.Publish(s_topic));
        owner.Sound++;
        owner.PublishRecord(owner.Sound);
        service.NeedLast(owner.Sound);
        return service;
    }

    private static void NeedSound(MirroringService service, long last)
    {
        using RecordReader copy = new(service.Copies, StreamId.Market);
        for (long i = 1; i <= last; i++)
        {
            Assert.True(copy.TryRead(out Artic.Streams.Log.Record record), $"the copy ends before {i}");
            Assert.Equal((i, i), (record.Header.Sequence, record.Header.PublishedNs));
            Assert.Equal(ForgedOwner.Payload(i), record.Payload.ToArray());
        }
    }
}
